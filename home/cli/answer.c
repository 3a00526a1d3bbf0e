#include "home/cli/answer.h"
#include "home/broker/reload.h"
#include "home/folder/json_file.h"

enum cli_exit answer_json(cJSON *root, bool built)
{
    struct failure failure;
    if (json_print(root, built)) {
        return CLI_DONE;
    }
    (void)failure_say(&failure, "cannot print the answer: out of memory; try again");
    return cli_fail(&failure, CLI_ENVIRONMENT);
}

bool answer_add_broker(cJSON *root, const struct home *home)
{
    return cJSON_AddStringToObject(root, "broker", broker_reload_name(broker_reload(home))) != NULL;
}

bool answer_add_door_file(cJSON *root, const char *name, const struct home *home, const char *door,
                          const char *file)
{
    struct path path;
    struct failure failure; // a path that was written to is not too long
    return home_door_path(home, door, file, &path, &failure) &&
           cJSON_AddStringToObject(root, name, path.text) != NULL;
}
