// Nx and Jest set this variable to get colours. A program that a test starts would print numbers in
// colour then, and the test would not match them.
delete process.env.FORCE_COLOR;
