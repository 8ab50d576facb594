#include "answer-script.h"

static bool parse_kind(const char *text, size_t length, AnswerScript *script)
{
    static const struct {
        const char *name;
        AnswerKind kind;
        HRESULT result;
        bool takes_result;
    } kinds[] = {
        {"accept", ANSWER_ACCEPT, S_OK, false},
        {"decline", ANSWER_DECLINE, S_OK, false},
        {"ignore", ANSWER_IGNORE, S_OK, false},
        {"expire", ANSWER_EXPIRE, S_OK, false},
        {"refuse", ANSWER_FAIL, PEER_E_CONNECTION_FAILED, false},
        {"error:", ANSWER_ERROR, E_FAIL, true},
        {"fail:", ANSWER_FAIL, E_FAIL, true},
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        size_t name = strlen(kinds[i].name);
        if (strncmp(text, kinds[i].name, name) != 0 || (length != name && !kinds[i].takes_result))
            continue;
        script->kind = kinds[i].kind;
        script->result = kinds[i].takes_result ? (HRESULT)strtoul(text + name, NULL, 0) : kinds[i].result;
        return true;
    }
    return false;
}

bool answer_script_parse(const char *text, AnswerScript *script)
{
    *script = (AnswerScript){ANSWER_IGNORE, S_OK, 0};
    if (!text || !*text)
        return true;
    size_t length = strcspn(text, ",");
    if (!parse_kind(text, length, script))
        return false;
    if (!text[length])
        return true;
    if (strncmp(text + length, ",delay=", 7) != 0)
        return false;
    script->delay = strtoul(text + length + 7, NULL, 10);
    return true;
}

AnswerScript answer_script_from_environment(void)
{
    char text[128] = "";
    AnswerScript script;
    GetEnvironmentVariableA("REFERENCE_P2P_ANSWER", text, sizeof text);
    if (!answer_script_parse(text, &script))
        script = (AnswerScript){ANSWER_IGNORE, S_OK, 0};
    return script;
}
