"""One script tag, on any page, and nothing of the page or of others in the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.booking import booked
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.fixtures import NewChat
from tests.browser.website import Website
from tests.journeys.live import Live

TAG = '<script src="/chat/iop-chat.js" data-phone="1-888-224-7312" defer></script>'
FALLBACK = '<iop-chat><a href="tel:18882247312">Call us</a></iop-chat>'
STRICT = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def page_with(proxy: FaultyProxy) -> str:
    return "<!doctype html><p>Page</p>" + TAG.replace("/chat/iop-chat.js", f"{proxy.url}/chat/iop-chat.js")


HOSTILE = """
<!doctype html><style>
* { all: unset; font-size: 60px !important; color: yellow !important; background: red !important; display: block !important }
html { font-size: 62.5% } body { transform: rotate(3deg); filter: invert(1) }
iop-chat { display: none !important; opacity: 0 !important; visibility: hidden !important; position: absolute; left: -999em !important;
  pointer-events: none !important; width: 1px !important; height: 1px !important; overflow: hidden !important; direction: rtl !important;
  --accent: red; line-height: 5 !important; letter-spacing: 1em !important; text-transform: uppercase !important }
button, input, textarea, a { display: none !important }
</style><p>Page</p>
"""


def test_one_tag_is_enough(new_chat: NewChat) -> None:
    chat = new_chat(visit=False).show("<!doctype html><p>Page</p>" + TAG)
    chat.greeted().ask("what does it cost")
    assert chat.errors == []


def test_nothing_is_asked_for_before_it_is_opened(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.page.wait_for_timeout(500)
    assert sorted(chat.requests) == [f"{chat.origin}/chat/{name}" for name in ("", "demo.css", "iop-chat.js")]
    assert chat.kept() == {}
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_have_count(0)


def test_no_request_to_anyone_else(new_chat: NewChat) -> None:
    chat = new_chat()
    booked(chat).ask("what does it cost").ask("I want to kill myself")
    assert chat.foreign() == []


def test_strict_policies_have_nothing_to_object_to(new_chat: NewChat) -> None:
    chat = new_chat(visit=False).show("<!doctype html><p>Page</p>" + TAG, headers={"Content-Security-Policy": STRICT})
    booked(chat)
    with chat.page.expect_download():
        chat.button("Add to calendar").click()
    chat.button("More").click()
    chat.button("Save a copy").click()
    with chat.page.expect_download():
        chat.button("Save the file").click()
    assert chat.violations() == []
    assert chat.errors == []


def test_on_another_website_that_is_listed(new_chat: NewChat, proxy: FaultyProxy, live: Live) -> None:
    """With the policy that docs/embed.md tells such a site to send."""
    with Website(live.site, page_with(proxy), f"default-src 'none'; script-src {proxy.url}; connect-src {proxy.url}"):
        chat = new_chat(visit=False).visit(live.site)
        chat.greeted().ask("what does it cost")
        chat.page.reload()
        chat.open()
        expect(chat.own).to_have_count(1)
        assert (chat.violations(), chat.errors) == ([], [])


def test_on_a_website_that_is_not_listed_only_the_helpline_is_reached(new_chat: NewChat, proxy: FaultyProxy) -> None:
    with Website("", page_with(proxy)) as stranger:
        chat = new_chat(visit=False).visit(stranger.url)
        chat.open()
        expect(chat.status).to_contain_text("cannot reach the chat")
        expect(chat.help.get_by_role("link")).to_have_count(4)
        expect(chat.answers).to_have_count(0)


def test_the_demo_page_keeps_its_own_strict_policy(new_chat: NewChat) -> None:
    chat = new_chat().greeted().ask("what does it cost")
    assert chat.violations() == []
    assert chat.page.evaluate("document.querySelectorAll('[style], style, script:not([src])').length") == 0


def test_a_hostile_page_cannot_spoil_it(new_chat: NewChat) -> None:
    plain = new_chat(visit=False).show("<!doctype html><p>Page</p>" + TAG)
    hostile = new_chat(visit=False).show(HOSTILE + TAG)
    looks = []
    for chat in (plain, hostile):
        chat.greeted().ask("what does it cost")
        looks.append(
            chat.answers.last.locator(".text").evaluate(
                """(one) => { const s = getComputedStyle(one); return [s.fontSize, s.color, s.backgroundColor, s.lineHeight, s.letterSpacing,
                s.textTransform, s.direction, s.visibility, one.offsetWidth, one.offsetHeight] }"""
            )
        )
        expect(chat.input).to_be_visible()
    assert looks[0] == looks[1]


def test_included_twice_is_there_once(new_chat: NewChat) -> None:
    chat = new_chat(visit=False).show("<!doctype html><p>Page</p>" + TAG + TAG + FALLBACK + TAG)
    expect(chat.page.locator("iop-chat")).to_have_count(1)
    chat.greeted().ask("what does it cost")
    expect(chat.own).to_have_count(1)
    assert chat.errors == []


@pytest.mark.parametrize("place", ["head", "end", "late"])
def test_wherever_the_tag_stands(new_chat: NewChat, place: str) -> None:
    chat = new_chat(visit=False)
    head, end = (TAG.replace(" defer", ""), "") if place == "head" else ("", TAG if place == "end" else "")
    chat.show(f"<!doctype html><head>{head}</head><body><p>Page</p>{end}")
    if place == "late":
        chat.page.evaluate(
            "() => document.body.append(Object.assign(document.createElement('script'), { src: '/chat/iop-chat.js' }))"
        )
    chat.greeted()


def test_without_scripts_the_helpline_is_there(new_chat: NewChat) -> None:
    chat = new_chat(java_script_enabled=False)
    expect(chat.page.locator("iop-chat").get_by_role("link")).to_be_visible()


def test_when_the_script_does_not_come_the_helpline_is_there(new_chat: NewChat, proxy: FaultyProxy) -> None:
    proxy.die("iop-chat.js")
    chat = new_chat()
    expect(chat.page.locator("iop-chat").get_by_role("link")).to_have_attribute("href", "tel:1-888-224-7312")
    expect(chat.page.locator("iop-chat").get_by_role("link")).to_be_visible()


@pytest.mark.parametrize("html", [TAG + FALLBACK, TAG])
@pytest.mark.parametrize("broken", ["CSSStyleSheet = undefined", "Element.prototype.attachShadow = () => { throw 1 }"])
def test_when_the_browser_is_too_old_the_helpline_is_there(new_chat: NewChat, html: str, broken: str) -> None:
    chat = new_chat(visit=False)
    chat.page.add_init_script(f"window.{broken}" if broken.startswith("CSS") else broken)
    chat.show("<!doctype html><p>Page</p>" + html)
    link = chat.page.get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").startswith("tel:")


def test_the_page_can_open_close_and_listen(new_chat: NewChat) -> None:
    chat = new_chat()
    chat.page.evaluate("() => { window.heard = []; window.stop = IopChat.on('open', () => window.heard.push('open')) }")
    chat.page.evaluate("IopChat.open()")
    expect(chat.panel).to_be_visible()
    chat.page.evaluate("IopChat.close()")
    expect(chat.panel).to_be_hidden()
    chat.page.evaluate("() => { window.stop(); IopChat.open() }")
    assert chat.page.evaluate("window.heard") == ["open"]


def test_words_can_be_replaced(new_chat: NewChat) -> None:
    tag = '<script src="/chat/iop-chat.js" data-text-title="Ask Forge" defer></script>'
    chat = new_chat(visit=False)
    chat.page.add_init_script("window.IopChat = { strings: { launcher: 'Questions?', title: 'Not this' } }")
    chat.show("<!doctype html><p>Page</p>" + tag)
    expect(chat.launcher).to_have_text("Questions?")
    chat.greeted()
    expect(chat.panel.get_by_role("heading")).to_have_text("Ask Forge")


def test_in_spanish(new_chat: NewChat) -> None:
    sent = []
    chat = new_chat(visit=False)
    chat.page.on("request", lambda request: sent.append(request.post_data_json) if "session" in request.url else None)
    chat.show("<!doctype html><p>Page</p>" + TAG.replace(" defer", ' data-lang="es" defer'))
    expect(chat.launcher).to_have_text("Hable con nosotros")
    chat.greeted()
    assert sent[0]["lang"] == "es"
    expect(chat.page.locator("iop-chat .root")).to_have_attribute("lang", "es")
    expect(chat.log).to_contain_text("asistente automático, no con una persona")
    expect(chat.input).to_have_attribute("placeholder", "Escriba su mensaje")


def test_without_a_number_there_is_no_empty_link(new_chat: NewChat) -> None:
    chat = new_chat(visit=False).show('<!doctype html><p>Page</p><script src="/chat/iop-chat.js" defer></script>')
    chat.greeted()
    expect(chat.help.get_by_role("link")).to_have_count(3)
    chat.offline(True)
    expect(chat.status).to_contain_text("cannot reach the chat")
    expect(chat.status).not_to_contain_text("call us")


def test_colours_can_be_set(new_chat: NewChat) -> None:
    chat = new_chat(visit=False).show("<!doctype html><style>:root { --iop-accent: rgb(80, 40, 120) }</style><p>Page</p>" + TAG)
    assert chat.launcher.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(80, 40, 120)"


@pytest.mark.parametrize(("theme", "scheme", "dark"), [("auto", "dark", True), ("light", "dark", False), ("dark", "light", True)])
def test_themes(new_chat: NewChat, theme: str, scheme: str, dark: bool) -> None:
    chat = new_chat(visit=False, color_scheme=scheme)
    chat.show("<!doctype html><p>Page</p>" + TAG.replace(" defer", f' data-theme="{theme}" defer')).open()
    light = chat.panel.evaluate("(one) => Number(/\\d+/.exec(getComputedStyle(one).backgroundColor)[0]) > 128")
    assert light is not dark


def test_a_crisis_in_spanish_is_left_in_spanish(new_chat: NewChat) -> None:
    """Also where the page itself is in English: the buttons go with the words above them."""
    chat = new_chat().greeted().ask("mi esposo me pega y tengo miedo, necesito ayuda")
    expect(chat.button("Salir de esta página ahora")).to_be_visible()
    chat.choose("Estamos a salvo")
