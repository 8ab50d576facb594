/*
 * The faults of the program under test. Each violation is one line of text that
 * begins with its kind ("double-free: ..."). It is kept for
 * ReferenceP2PNextViolation, and appended at once to the file that the
 * environment variable REFERENCE_P2P_VIOLATIONS names. So the report of a
 * process that is killed, or exits, is not lost.
 */
#pragma once

#include "base.h"

void violation(const char *format, ...) __attribute__((format(gnu_printf, 1, 2)));

ULONG violations_total(void);
ULONG violations_next(char *text, ULONG capacity);
void violations_clear(void);
