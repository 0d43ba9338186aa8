//! One tab.

use super::chromium::Chromium;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(3);

/// A tab in which nothing may go wrong unseen.
pub(crate) struct Page<'a> {
    browser: &'a mut Chromium,
    target: String,
    session: String,
}

impl<'a> Page<'a> {
    pub(crate) fn new(browser: &'a mut Chromium) -> Result<Self, String> {
        browser.events.clear();
        let made = browser.call(None, "Target.createTarget", &json!({ "url": "about:blank" }))?;
        let target = word(&made["targetId"])?;
        let attach = json!({ "targetId": target, "flatten": true });
        let attached = browser.call(None, "Target.attachToTarget", &attach)?;
        let session = word(&attached["sessionId"])?;
        let mut page = Self { browser, target, session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            page.call(&format!("{domain}.enable"), &json!({}))?;
        }
        page.size(1_280, 900)?;
        Ok(page)
    }

    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        self.browser.call(Some(&self.session), method, params)
    }

    /// The window's size in CSS pixels.
    pub(crate) fn size(&mut self, width: u32, height: u32) -> Result<(), String> {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", &metrics).map(drop)
    }

    /// The theme that the system asks for.
    pub(crate) fn prefer(&mut self, theme: &str) -> Result<(), String> {
        let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
        self.call("Emulation.setEmulatedMedia", &json!({ "features": features })).map(drop)
    }

    /// Opens a file and waits until it is there; checks what was there before.
    pub(crate) fn open(&mut self, path: &Path) -> Result<(), String> {
        self.check_events()?;
        self.browser.events.clear();
        let url = format!("file://{}", path.display());
        let navigated = self.call("Page.navigate", &json!({ "url": url }))?;
        if let Some(error) = navigated.get("errorText") {
            return Err(format!("{url}: {error}"));
        }
        self.browser.wait("Page.loadEventFired")?;
        // Charts take their width from an observer, which tells it with the next frame.
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))").map(drop)
    }

    /// Opens a page in narrow and wide windows: it is never wider than they are.
    pub(crate) fn fits(&mut self, path: &Path) -> Result<(), String> {
        for width in [390, 768, 1_600] {
            self.size(width, 900)?;
            self.open(path)?;
            self.is(&format!(
                "document.documentElement.scrollWidth <= {width} || document.documentElement.scrollWidth"
            ))
            .map_err(|wrong| format!("{} at {width}: {wrong}", path.display()))?;
        }
        Ok(())
    }

    /// The value of an expression, JSON or a promise of it.
    pub(crate) fn run(&mut self, expression: &str) -> Result<Value, String> {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut result = self.call("Runtime.evaluate", &params)?;
        match result.get("exceptionDetails") {
            Some(thrown) => Err(format!("{expression}: {thrown}")),
            None => Ok(result["result"]["value"].take()),
        }
    }

    /// Asserts that an expression is true, now or soon: events take a frame or two.
    pub(crate) fn is(&mut self, expression: &str) -> Result<(), String> {
        let begun = Instant::now();
        loop {
            let value = self.run(expression)?;
            if value == Value::Bool(true) {
                return Ok(());
            }
            if begun.elapsed() > SOON {
                return Err(format!("is {value}: {expression}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The middle of the first element that a selector finds, scrolled into view.
    pub(crate) fn place(&mut self, selector: &str) -> Result<[f64; 4], String> {
        let place = self.run(&format!(
            "(() => {{ const e = document.querySelector({selector:?}); e.scrollIntoView({{ block: 'center' }}); \
             const r = e.getBoundingClientRect(); return [r.left, r.top, r.width, r.height]; }})()"
        ))?;
        serde_json::from_value(place).map_err(|error| format!("{selector}: {error}"))
    }

    /// A pointer event: `mouseMoved`, `mousePressed`, `mouseReleased`.
    pub(crate) fn pointer(&mut self, kind: &str, x: f64, y: f64, clicks: u32) -> Result<(), String> {
        let button = if kind == "mouseMoved" && clicks == 0 { "none" } else { "left" };
        let params = json!({
            "type": kind, "x": x, "y": y, "button": button, "buttons": u32::from(button == "left"), "clickCount": clicks,
        });
        self.call("Input.dispatchMouseEvent", &params).map(drop)
    }

    /// Clicks the middle of an element.
    pub(crate) fn click(&mut self, selector: &str) -> Result<(), String> {
        let [left, top, width, height] = self.place(selector)?;
        let (x, y) = (left + width / 2.0, top + height / 2.0);
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            self.pointer(kind, x, y, u32::from(kind != "mouseMoved"))?;
        }
        Ok(())
    }

    /// Presses and releases a key.
    pub(crate) fn key(&mut self, key: &str, code: u32) -> Result<(), String> {
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            if kind == "keyDown" && !text.is_empty() {
                params["text"] = json!(text);
            }
            self.call("Input.dispatchKeyEvent", &params)?;
        }
        Ok(())
    }

    /// Nothing was reported to the console, thrown, asked of a person, or asked of the network.
    pub(crate) fn check_events(&mut self) -> Result<(), String> {
        // An answer comes after all events before it.
        self.run("0")?;
        let wrong = |event: &&Value| match event["method"].as_str().unwrap_or_default() {
            "Runtime.exceptionThrown"
            | "Runtime.consoleAPICalled"
            | "Log.entryAdded"
            | "Page.javascriptDialogOpening" => true,
            "Network.requestWillBeSent" => {
                let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
                !url.starts_with("file:") || event["params"]["type"] != "Document"
            }
            _ => false,
        };
        self.browser.events.iter().find(wrong).map_or(Ok(()), |event| Err(format!("reported: {event}")))
    }

    /// Forgets what was reported.
    pub(crate) fn forgive(&mut self) {
        self.browser.events.clear();
    }

    /// Checks what was reported, and closes the tab.
    pub(crate) fn close(mut self) -> Result<(), String> {
        self.check_events()?;
        self.browser.call(None, "Target.closeTarget", &json!({ "targetId": self.target })).map(drop)
    }
}

fn word(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("no text but {value}"))
}
