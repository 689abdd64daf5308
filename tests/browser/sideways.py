"""A small phone, and what on a page is too wide for it."""

# Not is_mobile: there, the window would grow with what is too wide for it.
SMALL_PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}

# What reaches beyond the window and is not inside something that scrolls by itself.
TOO_WIDE = """() => {
    if (document.scrollingElement.scrollWidth <= innerWidth) return [];
    const scrolls = element => element && (getComputedStyle(element).overflowX === "auto" || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")]
        .filter(element => element.getBoundingClientRect().right > innerWidth && !scrolls(element))
        .map(element => element.outerHTML.slice(0, 200)).concat("the page");
}"""  # noqa: E501 - JavaScript
