/** An answer of the API: a JSON body, or none at all (an unknown path). */
export interface Answer {
  status: number;
  body?: object;
}

export type ErrorType = "validation_error" | "api_error" | "processor_error";

/** A request the API turns down; thrown by the rules, answered by the server. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer, message: string) {
    super(message);
    this.answer = answer;
  }
}

export function success(message: string, data?: unknown, meta?: object, status = 200): Answer {
  return {
    status,
    body: {
      status: true,
      message,
      ...(data === undefined ? {} : { data }),
      ...(meta ? { meta } : {}),
    },
  };
}

/** Meta of the wire's own error envelope: the hint the docs call next_step is camelCase on the wire. */
export function failure(
  status: number,
  message: string,
  code: string,
  nextStep: string,
  type: ErrorType = "validation_error",
): Refusal {
  return new Refusal(
    {
      status,
      body: { status: false, message, meta: { nextStep }, type, code },
    },
    message,
  );
}

export const nextSteps = {
  provideAll: "Provide all required params ",
  ensureValid: "Ensure that the value(s) you're passing are valid.",
  tryLater: "Try again later",
} as const;

export const missingParams = (message: string): Refusal =>
  failure(400, message, "missing_params", nextSteps.provideAll);

export const invalidParams = (message: string): Refusal =>
  failure(400, message, "invalid_params", nextSteps.ensureValid);

export const notFound = (message: string): Refusal => failure(404, message, "not_found", nextSteps.ensureValid);

export const invalidKey: Answer = {
  status: 401,
  body: { status: false, message: "Invalid key" },
};

export const unknownPath: Answer = { status: 404 };
