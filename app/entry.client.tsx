// The framework asks for this file. No page renders <Scripts/>, so nothing of it reaches a browser.
export {};
