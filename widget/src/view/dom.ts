type Props = Record<string, string | boolean | number | ((event: never) => void) | null | undefined>;
type Child = Node | string | null | undefined | false;

/** An element: `on…` properties listen, true and false are attributes that are there or not, the rest are attributes. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...(children.filter((child) => child || child === "") as (Node | string)[]));
  return element;
}

export const button = (label: string, onclick: (event: MouseEvent) => void, props: Props = {}): HTMLButtonElement =>
  h("button", { type: "button", onclick, ...props }, label);

const SVG = "http://www.w3.org/2000/svg";

/** A line drawing of 24 by 24, for the eye only. */
export function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(line);
  return svg;
}

export const ICONS = {
  chat: "M4 5.5h16v11H11l-4.5 3.5v-3.5H4zM8.5 9.5h7M8.5 12.5h4.5",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  send: "M5 12h13M12.5 6l6 6-6 6",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  leaf: "M5 19c0-8 5-13 14-14 0 9-5 14-11 14-1 0-2-.3-3 0zm0 0c2-4 5-7 9-9",
};

/** A text that only screen readers get. */
export const hiddenText = (text: string): HTMLElement => h("span", { class: "vh" }, text);

let last = 0;
/** An id for labels, its own within the shadow tree. */
export const newId = (): string => `i${++last}`;
