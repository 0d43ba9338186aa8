//! What must hold of the page.

use super::page::Page;
use super::reports::{HOSTILE, Reports};
use serde_json::Value;

type Checked = Result<(), String>;

/// The number under a dotted name: of a group the sum of its members, of `a + b` the sum of both.
fn figure(summary: &Value, name: &str) -> f64 {
    fn number(value: &Value) -> f64 {
        match value {
            Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
            Value::String(money) => money.parse().unwrap_or(f64::NAN),
            Value::Object(group) => group.values().map(number).sum(),
            Value::Null | Value::Bool(_) | Value::Array(_) => f64::NAN,
        }
    }
    let of =
        |name: &str| number(summary.pointer(&format!("/{}", name.replace('.', "/"))).unwrap_or(&Value::Null));
    name.split(" + ").map(of).sum()
}

pub(crate) fn headline_figures(page: &mut Page<'_>, reports: &Reports) -> Checked {
    for name in ["example", "replications", "free", "burst"] {
        page.open(&reports.path(name))?;
        let summary = reports.summary(name);
        let tiles = page.run(
            "[...document.querySelectorAll('[data-figure]')].map(t => [t.dataset.figure, t.dataset.value, t.textContent])",
        )?;
        let tiles: Vec<[String; 3]> = serde_json::from_value(tiles).map_err(|error| error.to_string())?;
        if tiles.len() < 5 {
            return Err(format!("{name}: only {} tiles", tiles.len()));
        }
        for [figure_name, value, text] in tiles {
            let expected = figure(&summary, &figure_name);
            let is_equal = |text: &str| text.parse().is_ok_and(|value: f64| (value - expected).abs() < 1e-9);
            let is_time = figure_name.ends_with("_ms");
            if !is_equal(&value) || !(is_time || is_equal(&text.replace(',', ""))) {
                return Err(format!("{name}: {figure_name} is {expected}, not {value}, shown as {text}"));
            }
        }
        let headline = page.run("document.querySelector('.headline').textContent")?;
        let cost = figure(&summary, "money.total");
        let headline = headline.as_str().unwrap_or_default().replace(',', "");
        if !headline.starts_with(&format!("The run cost {cost:.2}.")) {
            return Err(format!("{name}: the run cost {cost:.2}, but: {headline}"));
        }
    }
    Ok(())
}

/// The values of a column of the months, from the top.
const SPENT: &str = "[...document.querySelectorAll('#months-table tbody tr')].map(row => \
     Number(row.cells[[...row.closest('table').tHead.rows[0].cells].findIndex(h => h.textContent.startsWith('Spent'))].dataset.value))";

pub(crate) fn sorting(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.open(&reports.path("example"))?;
    page.run(
        "[...document.querySelectorAll('#months-table th')].find(h => h.textContent.startsWith('Spent')).id = 'spent'",
    )?;
    let in_file = page.run(SPENT)?;
    page.click("#spent button")?;
    page.is(&format!("{SPENT}.every((v, i, all) => !i || all[i - 1] >= v)"))?;
    page.is("document.getElementById('spent').getAttribute('aria-sort') === 'descending'")?;
    if page.run(SPENT)? == in_file {
        return Err("sorting changed nothing".to_owned());
    }
    page.run("document.querySelector('#spent button').focus()")?;
    page.key("Enter", 13)?;
    page.is(&format!("{SPENT}.every((v, i, all) => !i || all[i - 1] <= v)"))?;
    page.is("document.getElementById('spent').getAttribute('aria-sort') === 'ascending'")?;
    page.click("#months-table th button")?;
    page.is("document.getElementById('spent').getAttribute('aria-sort') === 'none'")?;
    page.is("document.querySelector('#months-table tbody th').textContent === '2026-01'")?;
    page.is("document.querySelector('#months-table tfoot th').textContent === 'All'")?;
    // Names with numbers in them sort as people count.
    page.click("#tasks-table th button")?;
    page.is("(names => names.indexOf('morning-brief-9') + 1 === names.indexOf('morning-brief-10'))\
         ([...document.querySelectorAll('#tasks-table tbody th')].map(cell => cell.textContent))")
}

/// Pixels of a chart that have exactly a colour.
fn pixels(chart: &str, hue: &str) -> String {
    format!(
        "(() => {{ const c = document.querySelector('#{chart} .u-wrap canvas'); \
         const h = getComputedStyle(document.documentElement).getPropertyValue('--c-{hue}').trim(); \
         const want = [1, 3, 5].map(i => parseInt(h.slice(i, i + 2), 16)); \
         const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', {{ willReadFrequently: true }}); copy.drawImage(c, 0, 0); \
         const p = copy.getImageData(0, 0, c.width, c.height).data; let n = 0; \
         for (let i = 0; i < p.length; i += 4) if (p[i] === want[0] && p[i + 1] === want[1] && p[i + 2] === want[2]) n++; \
         return n; }})()"
    )
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

pub(crate) fn keys(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.open(&reports.path("example"))?;
    for (chart, key, hue) in [
        ("spend", "subscription", "subscription"),
        ("balance", "included", "subscription"),
        ("balance", "no usable credits", "no-credits"),
        ("pauses", "paused for lack of credits", "no-credits"),
        ("usage", "crm-sync (8)", "source-2"),
    ] {
        let (selector, pixels) = (format!("#{chart} [data-key='{key}']"), pixels(chart, hue));
        let before = count(&page.run(&pixels)?);
        page.click(&selector)?;
        let pressed = format!("document.querySelector({selector:?}).getAttribute('aria-pressed')");
        page.is(&format!("{pressed} === 'false'"))?;
        page.run("new Promise(requestAnimationFrame)")?;
        let hidden = count(&page.run(&pixels)?);
        page.click(&selector)?;
        page.run("new Promise(requestAnimationFrame)")?;
        let after = count(&page.run(&pixels)?);
        page.is(&format!("{pressed} === 'true'"))?;
        if before < 50 || hidden != 0 || after != before {
            return Err(format!("{chart}, {key}: {before} pixels, {hidden} when hidden, {after} when back"));
        }
    }
    Ok(())
}

pub(crate) fn theme(page: &mut Page<'_>, reports: &Reports) -> Checked {
    let dark = |is: bool| {
        format!(
            "(document.documentElement.dataset.theme === 'dark') === {is} && \
             (parseInt(getComputedStyle(document.body).backgroundColor.slice(4)) < 128) === {is}"
        )
    };
    page.prefer("dark")?;
    page.open(&reports.path("example"))?;
    page.is(&dark(true))?;
    page.click("#theme")?;
    page.is(&dark(false))?;
    page.run("new Promise(requestAnimationFrame)")?;
    // The chart is drawn anew: what was light on dark is dark on light.
    if count(&page.run(&pixels("balance", "usable"))?) < 50 {
        return Err("the chart keeps its colours".to_owned());
    }
    // The reader's choice wins over the system from now on.
    page.prefer("light")?;
    page.prefer("dark")?;
    page.is(&dark(false))?;
    page.prefer("light")?;
    page.open(&reports.path("example"))?;
    page.is(&dark(false))?;
    page.prefer("dark")?;
    page.run("new Promise(requestAnimationFrame)")?;
    page.is(&dark(true))
}

pub(crate) fn chart(page: &mut Page<'_>, reports: &Reports) -> Checked {
    const TIP: &str = "document.querySelector('#balance .tip')";
    const RESET: &str = "document.querySelector('#balance .reset').hidden";
    page.open(&reports.path("example"))?;
    page.is(&format!("{TIP}.hidden && {RESET}"))?;
    let [left, top, width, height] = page.place("#balance .u-over")?;
    let y = top + height / 2.0;
    page.pointer("mouseMoved", left + width * 0.51, y, 0)?;
    page.is(&format!("!{TIP}.hidden && /2026, \\d\\d:\\d\\d/.test({TIP}.textContent) && {TIP}.textContent.includes('usable')"))?;
    let before = page.run(&format!("{TIP}.querySelector('strong').textContent"))?;
    page.pointer("mouseMoved", left + width * 0.2, y, 0)?;
    page.pointer("mousePressed", left + width * 0.2, y, 1)?;
    page.pointer("mouseMoved", left + width * 0.3, y, 1)?;
    page.pointer("mouseMoved", left + width * 0.4, y, 1)?;
    page.pointer("mouseReleased", left + width * 0.4, y, 1)?;
    page.is(&format!("!{RESET}"))?;
    page.pointer("mouseMoved", left + width * 0.51, y, 0)?;
    let zoomed = page.run(&format!("{TIP}.querySelector('strong').textContent"))?;
    if before == zoomed {
        return Err(format!("the same place shows {before} before and after the zoom"));
    }
    page.click("#balance .reset")?;
    page.is(RESET)?;
    // A drag in one panel zooms all that share its axis; a double click shows all again.
    let [left, top, width, height] = page.place("#caps .u-over")?;
    let y = top + height / 2.0;
    page.pointer("mouseMoved", left + width * 0.2, y, 0)?;
    page.pointer("mousePressed", left + width * 0.2, y, 1)?;
    page.pointer("mouseMoved", left + width * 0.5, y, 1)?;
    page.pointer("mouseReleased", left + width * 0.5, y, 1)?;
    page.is("!document.querySelector('#caps .reset').hidden")?;
    for clicks in [1, 2] {
        page.pointer("mousePressed", left + width * 0.5, y, clicks)?;
        page.pointer("mouseReleased", left + width * 0.5, y, clicks)?;
    }
    page.is("document.querySelector('#caps .reset').hidden")?;
    page.run("document.querySelector('#spend .plot').focus()")?;
    page.key("ArrowRight", 39)?;
    page.is("document.querySelector('#spend .tip strong').textContent === 'Jan 2026'")?;
    page.key("ArrowRight", 39)?;
    page.is("document.querySelector('#spend .tip strong').textContent === 'Feb 2026'")?;
    page.key("Escape", 27)?;
    page.is("document.querySelector('#spend .tip').hidden")
}

pub(crate) fn widths(page: &mut Page<'_>, reports: &Reports) -> Checked {
    for name in Reports::ALL {
        page.fits(&reports.path(name))?;
    }
    // Also where the window becomes narrow later.
    page.size(390, 900)?;
    page.open(&reports.path("example"))?;
    page.size(1_000, 900)?;
    page.is("document.querySelector('#balance .u-wrap canvas').clientWidth > 800 || document.querySelector('#balance .u-wrap canvas').clientWidth + ' of ' + document.querySelector('#balance .plots').clientWidth")?;
    page.size(390, 900)?;
    page.is("document.documentElement.scrollWidth <= 390")
}

pub(crate) fn paper(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.prefer("dark")?;
    page.open(&reports.path("example"))?;
    let closed = "document.querySelectorAll('details:not([open])').length";
    page.is(&format!("{closed} === 2"))?;
    page.run("dispatchEvent(new Event('beforeprint'))")?;
    page.is(&format!("{closed} === 0 && document.documentElement.dataset.theme === 'light'"))?;
    page.call("Emulation.setEmulatedMedia", &serde_json::json!({ "media": "print" }))?;
    page.is("getComputedStyle(document.querySelector('nav')).display === 'none'")?;
    page.is("getComputedStyle(document.body).backgroundColor === 'rgb(255, 255, 255)'")?;
    page.call("Emulation.setEmulatedMedia", &serde_json::json!({ "media": "" }))?;
    page.run("dispatchEvent(new Event('afterprint'))")?;
    page.is(&format!("{closed} === 2"))
}

pub(crate) fn hostile_names(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.open(&reports.path("hostile"))?;
    let quoted = HOSTILE.map(|name| serde_json::to_string(name).unwrap_or_default());
    page.is(&format!("document.querySelector('h1').textContent === {}", quoted[0]))?;
    page.is(&format!("document.title.startsWith({})", quoted[0]))?;
    page.is(&format!(
        "JSON.stringify([...document.querySelectorAll('#tasks-table tbody th')].map(c => c.textContent)) === JSON.stringify([{}, {}])",
        quoted[1], quoted[2]
    ))?;
    // Control and line separators are not hidden in the page either.
    page.is("document.querySelector('#activities-table tbody th').textContent.startsWith('<b>&amp;</b>')")?;
    page.is("document.querySelectorAll('script').length === 4 && !document.querySelector('img, b, [onmouseover]')")?;
    // Names in keys and read-outs too.
    let [left, top, width, _] = page.place("#pauses .u-over")?;
    page.pointer("mouseMoved", left + width * 0.5, top + 10.0, 0)?;
    page.is("document.querySelector('#pauses .tip strong').textContent.includes('alert')")?;
    page.is("document.querySelectorAll('script').length === 4 && !document.querySelector('img, b, [onmouseover]')")?;
    page.is("document.querySelector('pre').textContent.includes('<script>alert(1)</script>')")
}

pub(crate) fn kinds(page: &mut Page<'_>, reports: &Reports) -> Checked {
    for name in Reports::ALL {
        page.open(&reports.path(name))?;
        page.is("document.documentElement.lang === 'en' && document.querySelectorAll('main > section').length >= 6")?;
        page.is("[...document.querySelectorAll('figure.chart')].length === 5")?;
        page.is("Object.keys(JSON.parse(document.getElementById('data').textContent).charts).every(id => document.querySelector(`#${id} canvas`))")
            .map_err(|wrong| format!("{name}: {wrong}"))?;
        // Every chart answers a pointer.
        for chart in ["balance", "spend", "caps", "pauses", "usage"] {
            if page.run(&format!("!document.querySelector('#{chart} .u-over')"))? == Value::Bool(true) {
                continue;
            }
            let [left, top, width, _] = page.place(&format!("#{chart} .u-over"))?;
            page.pointer("mouseMoved", left + width * 0.4, top + 10.0, 0)?;
            page.is(&format!("!document.querySelector('#{chart} .tip').hidden"))
                .map_err(|wrong| format!("{name}: {wrong}"))?;
        }
        page.check_events().map_err(|wrong| format!("{name}: {wrong}"))?;
    }
    Ok(())
}

pub(crate) fn policy(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.open(&reports.path("example"))?;
    page.check_events()?;
    page.run(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.broken = true'; document.body.append(s); \
         document.body.insertAdjacentHTML('beforeend', '<p id=x style=\"position:fixed\" onclick=\"window.broken = true\">x</p>'); \
         document.getElementById('x').click(); })()",
    )?;
    page.is(
        "window.broken === undefined && getComputedStyle(document.getElementById('x')).position === 'static'",
    )?;
    let fetched = page.run("fetch('http://127.0.0.1:9/').then(() => 'fetched', error => String(error))")?;
    let refused = page.run(
        "new Promise(done => { addEventListener('securitypolicyviolation', event => done(event.effectiveDirective)); \
         const image = new Image(); image.src = 'http://127.0.0.1:9/x.png'; document.body.append(image); })",
    )?;
    page.forgive(); // it has complained about all of this, as it should
    if fetched == "fetched" || refused != "img-src" {
        return Err(format!("fetch: {fetched}, image: {refused}"));
    }
    Ok(())
}
