//! A headless Chromium, spoken to by the `DevTools` protocol (<https://chromedevtools.github.io/devtools-protocol/>).

use serde_json::{Value, json};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tungstenite::{Message, WebSocket};

/// Programs that may be it.
pub(crate) const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

const PATIENCE: Duration = Duration::from_mins(1);

const FLAGS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--remote-debugging-port=0",
];

/// The browser, ended when it goes.
pub(crate) struct Chromium {
    child: Child,
    socket: WebSocket<TcpStream>,
    last_id: u64,
    /// Events not yet looked at.
    pub(crate) events: Vec<Value>,
    _profile: tempfile::TempDir,
}

impl Chromium {
    /// Starts it with an empty profile; `None` if there is none.
    pub(crate) fn start() -> Result<Option<Self>, String> {
        let profile = tempfile::tempdir().map_err(|error| error.to_string())?;
        let start = |name: &&str| {
            Command::new(name)
                .args(FLAGS)
                .arg(format!("--user-data-dir={}", profile.path().display()))
                .arg("about:blank")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .ok()
        };
        let Some(mut child) = NAMES.iter().find_map(start) else { return Ok(None) };
        match connect(profile.path(), &mut child) {
            Ok(socket) => Ok(Some(Self { child, socket, last_id: 0, events: Vec::new(), _profile: profile })),
            Err(why) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(why)
            }
        }
    }

    /// Calls a method and waits for its result; events that come meanwhile are kept.
    pub(crate) fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<Value, String> {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(message.to_string())).map_err(|error| format!("{method}: {error}"))?;
        loop {
            let mut answer = self.read().map_err(|error| format!("{method}: {error}"))?;
            if answer["id"] == json!(self.last_id) {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {error}")),
                    None => Ok(answer["result"].take()),
                };
            }
        }
    }

    /// Waits for an event.
    pub(crate) fn wait(&mut self, event: &str) -> Result<(), String> {
        while !self.events.iter().any(|seen| seen["method"] == event) {
            self.read().map_err(|error| format!("{event} does not come: {error}"))?;
        }
        Ok(())
    }

    /// The next message; an event is kept too.
    fn read(&mut self) -> Result<Value, String> {
        let message = self.socket.read().map_err(|error| error.to_string())?;
        let text = message.to_text().map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if value.get("method").is_some() {
            self.events.push(value.clone());
        }
        Ok(value)
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Closing lets it end its own children; the rest is for one that does not listen.
        let _ = self.call(None, "Browser.close", &json!({}));
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            if let Ok(Some(_)) = self.child.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where it listens is in a file that it writes when it is ready: the port, then the path.
fn connect(profile: &Path, child: &mut Child) -> Result<WebSocket<TcpStream>, String> {
    let begun = Instant::now();
    loop {
        let text = std::fs::read_to_string(profile.join("DevToolsActivePort")).unwrap_or_default();
        if let Some((port, path)) = text.split_once('\n') {
            let stream =
                TcpStream::connect(format!("127.0.0.1:{port}")).map_err(|error| error.to_string())?;
            stream.set_read_timeout(Some(PATIENCE)).map_err(|error| error.to_string())?;
            let url = format!("ws://127.0.0.1:{port}{}", path.trim());
            return tungstenite::client(url, stream)
                .map(|(socket, _)| socket)
                .map_err(|error| error.to_string());
        }
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("it ended at once, {status}"));
        }
        if begun.elapsed() > PATIENCE {
            return Err("it does not say where it listens".to_owned());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
