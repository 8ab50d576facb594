/* Helpers of the self-test. A failed check is printed and counted, and the test goes on. */
#pragma once

#include "../include/reference-p2p.h"

#include "../include/peer-hresults.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Begins a case with the DLL in the state after loading. */
void begin(const char *name);
/* Ends the case. A left-over resource, or a violation that was not expected, fails it. */
void end(void);
int cases_failed(void);
int cases_passed(void);

void check(bool holds, const char *text, const char *file, int line);
void check_result(HRESULT wanted, HRESULT got, const char *text, const char *file, int line);
void check_violation(const char *kind, const char *file, int line);

#define CHECK(condition) check(condition, #condition, __FILE__, __LINE__)
#define RESULT(wanted, call) check_result(wanted, call, #call, __FILE__, __LINE__)
/* Checks that the oldest violation begins with `kind`. */
#define VIOLATION(kind) check_violation(kind, __FILE__, __LINE__)

REFERENCE_P2P_COUNTERS counters(void);

/* Structures for tests. Each call of a function gives the same structure. */
PEER_ENDPOINT endpoint_at(USHORT port);
GUID id_of(BYTE number);
PEER_INVITATION invitation_for(GUID id);
PEER_CONTACT contact_named(const wchar_t *peer_name);
PEER_APPLICATION_REGISTRATION_INFO registration_of(GUID id);

void test_in_process(void);
void test_strictness(void);
void test_invitations(void);
void test_two_processes(void);
/* The other process of test_two_processes: its role and arguments. */
int play_role(int argc, wchar_t **argv);
