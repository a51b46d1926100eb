const docs = document.getElementById("docs");
SwaggerUIBundle({ url: docs.getAttribute("data-document"), domNode: docs, deepLinking: true, validatorUrl: null });
