#include "home/cli/invitations/invitation_list.h"
#include "home/cli/aside.h"
#include "home/cli/span.h"

#include <stdio.h>

static bool add_row(cJSON *list, const struct invitation *one, time_t now)
{
    cJSON *row = cJSON_CreateObject();
    if (row == NULL || !cJSON_AddItemToArray(list, row)) {
        cJSON_Delete(row);
        return false;
    }
    return cJSON_AddStringToObject(row, "user", person_user(&one->person).text) != NULL &&
           cJSON_AddStringToObject(row, "role", role_name(one->person.entry.role)) != NULL &&
           cJSON_AddStringToObject(row, "kind", invitation_kind_name(one)) != NULL &&
           cJSON_AddStringToObject(row, "state", invitation_words(one, now)) != NULL &&
           cJSON_AddNumberToObject(row, "expires", (double)one->expires) != NULL;
}

bool invitation_list_json(const struct invitations *invitations, time_t now, cJSON **out)
{
    cJSON *list = cJSON_CreateArray();
    bool built = list != NULL;
    for (uint8_t i = 0; built && i < invitations->count; i++) {
        built = add_row(list, &invitations->at[i], now);
    }
    *out = list;
    return built;
}

void invitation_list_print(const struct invitations *invitations, time_t now)
{
    if (invitations->count == 0) {
        (void)printf("Nobody is invited; invite somebody with `portcullis invite NAME`.\n");
        return;
    }
    (void)printf("%-16s  %-10s  %-7s  %-9s  %s\n", "WHO", "ROLE", "BY", "STATE", "FOR");
    for (uint8_t i = 0; i < invitations->count; i++) {
        const struct invitation *one = &invitations->at[i];
        const bool open = invitation_is_open(one, now);
        (void)printf("%-16s  %-10s  %-7s  %-9s  %s\n", person_user(&one->person).text,
                     role_name(one->person.entry.role), invitation_kind_name(one),
                     invitation_words(one, now), open ? span_until(now, one->expires).text : "-");
    }
}

enum cli_exit invitation_list_end(const struct home *home, enum cli_exit answer)
{
    struct failure failure;
    struct invitations invitations;
    cJSON *list = NULL;
    if (answer != CLI_DONE && answer != CLI_REFUSED) {
        return answer;
    }
    if (!invitations_read(home->folder.text, &invitations, &failure)) {
        return cli_fail(&failure, CLI_ENVIRONMENT);
    }
    const bool built = invitation_list_json(&invitations, time(NULL), &list);
    return aside_end(list, built, answer);
}
