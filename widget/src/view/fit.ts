/** At this size the chat takes the whole screen; style.css has the same words. */
const PHONE = "(max-width: 640px), (max-height: 480px)";
/** Below this height in px, as above a phone's keyboard, the whole panel scrolls; the numbers, in one thin strip, and the input stay. */
const SHORT = 480;

/** Fits the panel to the screen: full screen, with the page behind it out of reach, on phones; a corner elsewhere. */
export class Fit {
  #phone = matchMedia(PHONE);
  #inert: Element[] = [];
  #overflow: string | null = null;
  #open = false;
  #height = 0;

  constructor(
    private host: HTMLElement,
    private panel: HTMLElement,
    private fitted: () => void,
  ) {
    const refit = (): void => this.#refit();
    this.#phone.addEventListener("change", refit);
    window.addEventListener("resize", refit);
    visualViewport!.addEventListener("resize", refit);
    visualViewport!.addEventListener("scroll", refit);
  }

  set(open: boolean): void {
    this.#open = open;
    this.#refit();
  }

  #refit(): void {
    const full = this.#open && this.#phone.matches;
    this.panel.setAttribute("aria-modal", String(full));
    this.#enclose(full);
    const { height, offsetTop, scale } = visualViewport!;
    if (!this.#open || scale > 1.01) return; // two fingers that look closer are no smaller screen
    this.panel.style.setProperty("--height", `${height}px`);
    this.panel.style.setProperty("--top", `${offsetTop}px`);
    this.panel.classList.toggle("short", this.panel.offsetHeight < SHORT);
    if (height !== this.#height) this.fitted(); // not when the visitor only scrolls
    this.#height = height;
  }

  /** Makes everything else on the page inert, and keeps it from scrolling. */
  #enclose(full: boolean): void {
    const root = document.documentElement;
    if (full && this.#overflow === null) {
      this.#overflow = root.style.overflow;
      root.style.overflow = "hidden";
      for (let inside: Element = this.host; inside.parentElement && inside !== document.body; inside = inside.parentElement) {
        const others = [...inside.parentElement.children].filter((one) => one !== inside && !one.hasAttribute("inert"));
        this.#inert.push(...others);
      }
      this.#inert.forEach((one) => one.setAttribute("inert", ""));
    } else if (!full && this.#overflow !== null) {
      root.style.overflow = this.#overflow;
      this.#overflow = null;
      this.#inert.forEach((one) => one.removeAttribute("inert"));
      this.#inert = [];
    }
  }
}
