#include "test/unit/home/scratch.h"
#include "home/broker/configuration.h"
#include "protocol/words.h"
#include "test/support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void scratch_begin(struct scratch *scratch)
{
    *scratch = (struct scratch){.passphrase = {.text = "correct horse", .rounds = 1000}};
    // Memory where there is any: hundreds of homes are made here, each with fifty fsyncs.
    (void)snprintf(scratch->folder.text, sizeof(scratch->folder.text), "%s/portcullis-test-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    CHECK(mkdtemp(scratch->folder.text) != NULL);
    CHECK(path_join(scratch->folder.text, "home", &scratch->place, &scratch->failure));
}

void scratch_end(struct scratch *scratch)
{
    folder_remove(scratch->folder.text);
}

struct home_request scratch_home_request(const struct scratch *scratch)
{
    struct home_request request = {
        .place = scratch->place.text,
        .settings = {.broker_name = "mqtt.local",
                     .broker_address = "127.0.0.1",
                     .broker_port = 28883,
                     .bind = "127.0.0.1",
                     .run_as = "root",
                     .topic_root = "portcullis",
                     .owner = "alice-laptop"},
        .passphrase = &scratch->passphrase,
        .now = SCRATCH_NOW,
        .extra_name_count = 1,
        .extra_names = {"localhost"},
    };
    // Whoever runs the test runs the broker.
    struct failure failure;
    CHECK(broker_this_user(request.settings.run_as, sizeof(request.settings.run_as), &failure));
    return request;
}

bool scratch_home(struct scratch *scratch, struct home *out)
{
    const struct home_request request = scratch_home_request(scratch);
    return check_that(make_home(&request, scratch->sheet, &scratch->failure), scratch->failure.text,
                      __FILE__, __LINE__) &&
           check_that(home_open(scratch->place.text, out, &scratch->failure), scratch->failure.text,
                      __FILE__, __LINE__);
}

struct door_request scratch_door_request(const struct scratch *scratch, const struct home *home,
                                         const char *name)
{
    struct operator_settings settings = operator_settings_default();
    settings.profile = PROFILE_STOP_BOTH;
    settings.switches = SWITCHES_BOTH;
    settings.door_type = DOOR_TYPE_SECTIONAL;
    settings.lamp = true;
    settings.beeper = true;
    return (struct door_request){
        .home = home,
        .passphrase = &scratch->passphrase,
        .name = name,
        .broker_address = "127.0.0.1",
        .settings = settings,
        .policy = POLICY_UNATTENDED_CLOSE,
        .now = SCRATCH_NOW,
    };
}
