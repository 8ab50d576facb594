/*
 * The script that answers invitations in place of toast and dialog:
 *
 *   accept | decline | ignore | expire | refuse
 *   error:<hresult>   the recipient fails: response ERROR with this cause
 *   fail:<hresult>    no response: GetInvitationResponse fails with this result
 *
 * ",delay=<milliseconds>" after it delays the answer. `ignore` waits until the
 * script changes. `refuse` does not accept invitations.
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

/* NULL and "" mean ignore. Returns false for text that is not a script. */
bool answer_script_parse(const char *text, AnswerScript *script);
/* Reads the environment variable REFERENCE_P2P_ANSWER. */
AnswerScript answer_script_from_environment(void);
