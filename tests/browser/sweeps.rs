//! What must hold of a sweep's page.

use super::page::Page;
use super::reports::Reports;

type Checked = Result<(), String>;

const DATA: &str = "JSON.parse(document.getElementById('data').textContent)";
const PANEL: &str = "document.querySelector('.chosen')";

fn open(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.open(&reports.path("swept"))
}

pub(crate) fn board(page: &mut Page<'_>, reports: &Reports) -> Checked {
    open(page, reports)?;
    page.is("document.querySelectorAll('.cells .cell').length === 6 && document.querySelectorAll('.cells .illegal').length === 1")?;
    page.is("document.querySelectorAll('.cells [tabindex=\"0\"]').length === 1")?;
    // The centre is shown at first, with its settings.
    page.is(&format!(
        "{PANEL}.querySelector('pre code').textContent.includes('auto_recharge.threshold = ')"
    ))?;
    // A cell under the pointer shows its figures, as the data have them, but no settings.
    let legal = "[...document.querySelectorAll('.cells .cell:not(.illegal)')]";
    page.run(&format!("{legal}[0].id = 'one'; {legal}.at(-1).id = 'other'"))?;
    let [left, top, width, height] = page.place("#one")?;
    page.pointer("mouseMoved", left + width / 2.0, top + height / 2.0, 0)?;
    page.is(&format!(
        "{PANEL}.querySelectorAll('tr').length === {DATA}.measures.length && {PANEL}.querySelector('td small').textContent.includes(' to ')"
    ))?;
    page.click("#other")?;
    page.is("document.getElementById('other').getAttribute('aria-selected') === 'true'")?;
    let first = page.run(&format!("{PANEL}.querySelector('pre code').textContent"))?;
    // By keyboard: to the lowest and leftmost cell, and its settings by Enter.
    for _ in 0..3 {
        page.key("ArrowLeft", 37)?;
        page.key("ArrowDown", 40)?;
    }
    page.is("document.activeElement.dataset.x === '0' && document.activeElement.dataset.y === '0'")?;
    for _ in 0..2 {
        page.key("ArrowUp", 38)?;
    }
    page.key("Enter", 13)?;
    page.is("document.activeElement.dataset.y === '2' && document.activeElement.getAttribute('aria-selected') === 'true'")?;
    page.is(&format!(
        "{PANEL}.querySelector('pre code').textContent.startsWith('auto_recharge.amount = 20000\\nauto_recharge.monthly_limit = 60000\\nauto_recharge.threshold = ')"
    ))?;
    if page.run(&format!("{PANEL}.querySelector('pre code').textContent"))? == first {
        return Err("another cell has the same settings".to_owned());
    }
    page.click(".chosen .copy")?;
    page.is("['Copied', 'Selected'].includes(document.querySelector('.chosen .copy').textContent)")
}

/// Chooses an option as a reader does.
fn choose(page: &mut Page<'_>, selector: &str, value: &str) -> Checked {
    page.run(&format!(
        "(() => {{ const s = document.querySelector({selector:?}); s.value = {value:?}; s.dispatchEvent(new Event('change')); }})()"
    ))
    .map(drop)
}

pub(crate) fn axes(page: &mut Page<'_>, reports: &Reports) -> Checked {
    open(page, reports)?;
    let labels =
        "[...document.querySelectorAll('.heat .columns span:not(.size)')].map(s => s.textContent).join()";
    page.is(&format!("{labels} === '20,000,40,000'"))?;
    choose(page, ".choices [data-choice=x] select", "2")?;
    // Numbers stand in their order, whatever that of the file.
    page.is(&format!("{labels} === '5,000,10,000,15,000'"))?;
    page.is("document.querySelectorAll('.cells .cell').length === 9")?;
    // The axis chosen twice changes places.
    choose(page, ".choices [data-choice=x] select", "1")?;
    page.is("document.querySelector('.choices [data-choice=y] select').value === '2'")?;
    let colours = "[...document.querySelectorAll('.cells .cell')].map(c => c.style.backgroundColor).join()";
    let before = page.run(colours)?;
    choose(page, ".choices [data-choice=colour] select", "1")?;
    if page.run(colours)? == before {
        return Err("another metric has the same colours".to_owned());
    }
    let before = page.run("document.querySelector('.cells').getAttribute('aria-label') + [...document.querySelectorAll('.cells .cell')].map(c => c.ariaLabel).join()")?;
    let other = page.run("document.querySelector('.choices [data-choice=other] select').value")?;
    choose(page, ".choices [data-choice=other] select", if other == "0" { "1" } else { "0" })?;
    let after = page.run("document.querySelector('.cells').getAttribute('aria-label') + [...document.querySelectorAll('.cells .cell')].map(c => c.ariaLabel).join()")?;
    if before == after {
        return Err("another value of the third axis shows the same cells".to_owned());
    }
    Ok(())
}

pub(crate) fn others(page: &mut Page<'_>, reports: &Reports) -> Checked {
    open(page, reports)?;
    page.is("document.querySelector('.headline').textContent.startsWith('Choose ')")?;
    page.is("document.querySelectorAll('.scatter .point').length > 1 && document.querySelector('.scatter .limit') && document.querySelector('.scatter .front').getAttribute('d').startsWith('M')")?;
    page.run("document.querySelector('.scatter svg').focus()")?;
    page.key("ArrowRight", 39)?;
    page.is("/blocked_share .* \\(.* to .*\\)/.test(document.querySelector('.scatter .read').textContent)")?;
    page.is("document.querySelectorAll('.effects svg').length === 3")?;
    let means = "document.querySelector('.effects .mean').getAttribute('d')";
    let before = page.run(means)?;
    choose(page, ".effects select", "1")?;
    if page.run(means)? == before {
        return Err("another metric has the same effects".to_owned());
    }
    let rows = "document.querySelectorAll('#best-table tbody tr').length";
    if page.run(rows)? != page.run(&format!("{DATA}.cells.names.length"))? {
        return Err(format!("the table has {} rows", page.run(rows)?));
    }
    page.click("#best-table th:nth-child(2) button")?;
    page.is("(all => all.every((v, i) => !i || all[i - 1] >= v))([...document.querySelectorAll('#best-table tbody tr')].map(r => Number(r.cells[1].dataset.value)))")
}

pub(crate) fn widths(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.fits(&reports.path("swept"))?;
    page.prefer("dark")?;
    open(page, reports)?;
    page.is("document.querySelectorAll('script').length === 3 && !document.querySelector('img, b, [onmouseover]')")?;
    page.is("document.querySelector('h1').textContent.startsWith('<script>')")?;
    page.call("Emulation.setEmulatedMedia", &serde_json::json!({ "media": "print" }))?;
    page.is("document.querySelector('.cells').clientHeight > 100")?;
    page.call("Emulation.setEmulatedMedia", &serde_json::json!({ "media": "" })).map(drop)
}
