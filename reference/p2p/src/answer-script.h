/*
 * The answer that stands for toast and dialog:
 *
 *   accept | decline | ignore | expire | refuse
 *   error:<hresult>   the recipient fails: response ERROR with that cause
 *   fail:<hresult>    no response at all: GetInvitationResponse fails with it
 *
 * followed by ",delay=<milliseconds>" if it takes time. `ignore` waits for the
 * script to change; `refuse` does not accept invitations.
 */
#pragma once

#include "base.h"

typedef enum AnswerKind {
    ANSWER_IGNORE,
    ANSWER_ACCEPT,
    ANSWER_DECLINE,
    ANSWER_EXPIRE,
    ANSWER_ERROR,
    ANSWER_FAIL,
} AnswerKind;

typedef struct AnswerScript {
    AnswerKind kind;
    HRESULT result;
    ULONG delay;
} AnswerScript;

/* NULL and "" mean ignore. False for anything that is not a script. */
bool answer_script_parse(const char *text, AnswerScript *script);
/* From the environment variable REFERENCE_P2P_ANSWER. */
AnswerScript answer_script_from_environment(void);
