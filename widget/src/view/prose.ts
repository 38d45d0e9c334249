import { parse, type Inline } from "../mdlite";
import { h } from "./dom";

/** The elements of a text in md-lite. */
export function prose(text: string, phone: string): HTMLElement[] {
  return parse(text, phone).map(({ list, lines }) => {
    if (list) return h("ul", {}, ...lines.map((line) => h("li", {}, ...line.map(element))));
    const paragraph = h("p");
    lines.forEach((line, index) => paragraph.append(...(index ? [h("br")] : []), ...line.map(element)));
    return paragraph;
  });
}

function element({ text, bold, href }: Inline): Node | string {
  const outside = href?.startsWith("https:") && { target: "_blank", rel: "noopener noreferrer" };
  const inner = href ? h("a", { href, ...outside }, text) : text;
  return bold ? h("strong", {}, inner) : inner;
}
