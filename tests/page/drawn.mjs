// What is drawn, by its computed style: that nothing moves for who wants none of it, and that nothing is told by a colour that forced colours take away.

/** What moves though the system is set to reduced motion: by an animation, a transition, or a scroll that glides. Also a spinner, of which most screens have none. */
export function moving(page) {
  return page.evaluate(() => {
    const { shadowRoot } = document.querySelector('badgehouse-accounts')
    const spinner = document.createElement('span')
    spinner.className = 'spinner'
    shadowRoot.append(spinner)
    const moves = []
    for (const element of [document.documentElement, ...document.querySelectorAll('body *'), ...shadowRoot.querySelectorAll('*')]) {
      for (const part of [null, '::before', '::after', '::backdrop']) {
        const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element, part)
        const glides = transitionDuration.split(',').some((duration) => parseFloat(duration) > 0)
        if (animationName !== 'none' || glides || scrollBehavior === 'smooth') moves.push(`${element.tagName.toLowerCase()}.${element.className}${part ?? ''}: ${animationName} ${transitionDuration} ${scrollBehavior}`)
      }
    }
    spinner.remove()
    return [...new Set(moves)]
  })
}

/** What nobody sees in forced colours: a control without an edge or a line below, what is chosen and looks like what is not, a mark of one colour with its ground. */
export function unseen(page) {
  return page.evaluate(() => {
    const { shadowRoot } = document.querySelector('badgehouse-accounts')
    const shown = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && element.getBoundingClientRect().width > 1
    const all = (selector) => [...shadowRoot.querySelectorAll(selector)].filter(shown)
    const name = (element) => `${element.tagName.toLowerCase()}.${element.className} ${(element.textContent ?? '').trim().slice(0, 30)}`
    const found = []
    const edged = (element) => {
      const { borderTopWidth, borderBottomWidth, borderTopStyle, borderBottomStyle, outlineStyle, textDecorationLine } = getComputedStyle(element)
      const line = (width, style) => parseFloat(width) > 0 && style !== 'none'
      return line(borderTopWidth, borderTopStyle) || line(borderBottomWidth, borderBottomStyle) || outlineStyle !== 'none' || textDecorationLine !== 'none'
    }
    // What the browser draws itself has an edge of its own.
    for (const control of all('button, select, textarea, input:not([type=checkbox]):not([type=radio])')) if (!edged(control)) found.push(`no edge: ${name(control)}`)

    const looks = (element) => {
      const { color, backgroundColor, borderTopWidth, borderBottomWidth, borderTopColor, borderBottomColor, borderInlineStartWidth, outlineStyle, outlineWidth, textDecorationLine, fontWeight } = getComputedStyle(element)
      return [color, backgroundColor, borderTopWidth, borderBottomWidth, borderTopColor, borderBottomColor, borderInlineStartWidth, outlineStyle, outlineWidth, textDecorationLine, fontWeight].join()
    }
    const chosen = '[aria-current]:not([aria-current=false]), [aria-pressed=true], [aria-selected=true]'
    for (const one of all(chosen)) {
      const others = [...(one.closest('nav, ul, ol, [role=tablist], [role=group], .chips') ?? one.parentElement).querySelectorAll(one.tagName)].filter((other) => shown(other) && !other.matches(chosen))
      if (others.length > 0 && others.every((other) => looks(other) === looks(one))) found.push(`not seen to be chosen: ${name(one)}`)
    }

    const canvas = getComputedStyle(document.body).backgroundColor
    for (const bar of all('.chart .bar, .spark rect, .spark path')) {
      const { fill, backgroundColor, display } = getComputedStyle(bar)
      const ink = bar instanceof SVGElement ? fill : backgroundColor
      if (display !== 'none' && (ink === canvas || ink === 'none' || ink === 'rgba(0, 0, 0, 0)')) found.push(`not seen: ${name(bar)} ${ink}`)
    }
    return [...new Set(found)]
  })
}
