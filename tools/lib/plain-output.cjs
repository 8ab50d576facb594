// Nx and Jest ask with this variable for colours. A program that a test starts would print numbers in
// colour, which the test does not expect.
delete process.env.FORCE_COLOR;
