//! Every draw of the simulator, over libm: the same bits on every machine (R-CRN).
