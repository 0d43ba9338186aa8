//! What must hold of a forecast's page.

use super::page::Page;
use super::reports::Reports;

type Checked = Result<(), String>;

const TIP: &str = "document.querySelector('#fan .tip')";

fn open(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.open(&reports.path("forecast"))
}

pub(crate) fn charts(page: &mut Page<'_>, reports: &Reports) -> Checked {
    open(page, reports)?;
    page.is("[...document.querySelectorAll('figure.chart')].length === 5")?;
    page.is("Object.keys(JSON.parse(document.getElementById('data').textContent).charts).every(id => document.querySelector(`#${id} canvas`))")?;
    // The read-out has the month's P10, P50 and P90, as the table below.
    page.run("document.querySelector('#fan .plot').focus()")?;
    for month in ["Jan 2026", "Feb 2026"] {
        page.key("ArrowRight", 39)?;
        page.is(&format!("{TIP}.querySelector('strong').textContent === '{month}'"))?;
    }
    let cells = "[...document.querySelectorAll('#months-table tbody tr')][1].cells";
    page.is(&format!(
        "(cells => ({TIP}.textContent.includes(`P10–P90${{cells[2].textContent}} – ${{cells[4].textContent}}`) && \
         {TIP}.textContent.includes(`median (P50)${{cells[3].textContent}}`)) || {TIP}.textContent)({cells})"
    ))?;
    // A key hides its band there too.
    page.click("#fan [data-key='P10–P90']")?;
    page.run("document.querySelector('#fan .plot').focus()")?;
    page.key("ArrowRight", 39)?;
    page.is(&format!("!{TIP}.textContent.includes('P10–P90') && {TIP}.textContent.includes('P5–P95')"))?;
    let [left, top, width, _] = page.place("#exposure .u-over")?;
    page.pointer("mouseMoved", left + width * 0.8, top + 10.0, 0)?;
    page.is(
        "/^\\d+ % of the limit or more/.test(document.querySelector('#exposure .tip strong').textContent)",
    )?;
    page.is("document.querySelectorAll('#what-if-table tbody tr').length > 5")
}

pub(crate) fn widths(page: &mut Page<'_>, reports: &Reports) -> Checked {
    page.fits(&reports.path("forecast"))?;
    page.prefer("dark")?;
    open(page, reports)?;
    page.is("document.querySelectorAll('script').length === 4 && !document.querySelector('img, b, [onmouseover]')")?;
    page.is("document.querySelector('#segments-table tbody th').textContent.startsWith('</script>')")
}
