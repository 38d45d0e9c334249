/**
 * The little markdown of answers: paragraphs, line breaks, "- " lists, **bold**, [links](https://…), and numbers that can be
 * tapped. It makes plain data, so that nothing in a text can become markup; view/prose.ts makes elements of it.
 */
export type Inline = { text: string; bold?: boolean; href?: string };
export type Block = { list: boolean; lines: Inline[][] };

const SAFE = /^(https|tel|sms|mailto):[^\s]+$/i;

const BOLD = String.raw`\*\*([^*\n]+)\*\*`;
const LINK = String.raw`\[([^\]\n]+)\]\(([^)\s]+)\)`;
const TEXT_LINE = String.raw`\b([A-Z]{3,12}) (?:to|al|a) (\d{5,6})\b`; // "START to 88788"
const PHONE = String.raw`\b1-\d{3}-\d{3}-\d{4}\b|\b911\b|\b988\b`;
const SITE = String.raw`\b(?:[a-z\d-]+\.)+(?:org|gov)\b(?:\/[\w\/-]*)?`;

/** The `tel:` address of a number that is written for people. */
export function telOf(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  return digits && `tel:${/^1\d{10}$/.test(digits) ? "+" : ""}${digits}`;
}

/** Cuts a text into blocks. `phone` is one more number to make a link of, as the centre writes it. */
export function parse(source: string, phone = ""): Block[] {
  const escaped = phone.replace(/[^\w\s-]/g, "\\$&");
  const pattern = new RegExp([BOLD, LINK, TEXT_LINE, `(${escaped ? escaped + "|" : ""}${PHONE})`, `(${SITE})`].join("|"), "g");
  const blocks: Block[] = [];
  for (const part of source.replace(/\r/g, "").split(/\n{2,}/)) {
    let block: Block | undefined;
    for (const line of part.split("\n")) {
      const item = /^\s*[-*•]\s+(.*)/.exec(line);
      if (!line.trim()) continue;
      if (!block || block.list !== Boolean(item)) blocks.push((block = { list: Boolean(item), lines: [] }));
      block.lines.push(inlines(item ? item[1] : line.trim(), pattern));
    }
  }
  return blocks;
}

function inlines(line: string, pattern: RegExp): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (const match of line.matchAll(pattern)) {
    const [all, bold, title, href, word, shortCode, phone, site] = match;
    if (match.index > from) found.push({ text: line.slice(from, match.index) });
    from = match.index + all.length;
    if (bold) found.push(...inlines(bold, pattern).map((inner) => ({ ...inner, bold: true })));
    else if (title) found.push(SAFE.test(href) ? { text: title, href } : { text: title });
    else if (shortCode) found.push({ text: all, href: `sms:${shortCode}?&body=${word}` });
    else if (phone) found.push({ text: phone, href: telOf(phone) });
    else found.push({ text: site, href: `https://${site}` });
  }
  if (from < line.length) found.push({ text: line.slice(from) });
  return found;
}
