# The steps of .ci/run by name. `just` lists them; https://just.systems

_default:
    @just --list

# Everything that must pass, fast checks first
check:
    .ci/run

# Formatting
fmt:
    cargo fmt --check

# Lints
lint:
    cargo clippy --all-targets -- -D warnings

# Unit, integration and documentation tests
test:
    cargo test

# The library's pages, broken links are errors
doc:
    RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps

# The built-in example
run *ARGS:
    cargo run --release -- run {{ARGS}}

# Throughput
bench:
    cargo bench

# Scenarios beside what they expect; ARGS such as --bless
scenarios *ARGS:
    cargo run --release -- check scenarios {{ARGS}}
