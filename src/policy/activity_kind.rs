//! Kinds of activity work (R-ADMIT).

/// The usage report's grouping of activity work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActivityKind {
    /// Chat messages.
    Joule,
    /// Runs of an AI Tool.
    AiTool,
    /// Workflow runs.
    Workflow,
    /// Browser sessions.
    BrowserSession,
    /// Background AI.
    Background,
    /// Anything else.
    Custom,
}

impl ActivityKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Joule, Self::AiTool, Self::Workflow, Self::BrowserSession, Self::Background, Self::Custom];

    /// As scenario files write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Joule => "joule",
            Self::AiTool => "ai_tool",
            Self::Workflow => "workflow",
            Self::BrowserSession => "browser_session",
            Self::Background => "background",
            Self::Custom => "custom",
        }
    }
}
