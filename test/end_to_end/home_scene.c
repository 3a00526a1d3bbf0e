#include "test/end_to_end/home_scene.h"
#include "home/authority/crl.h"
#include "home/link/conversation.h"
#include "test/end_to_end/command_line.h"
#include "test/support/check.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct failure failure;

EVP_PKEY *home_scene_new_key(const char *name)
{
    EVP_PKEY *key = NULL;
    char file[64];
    (void)snprintf(file, sizeof(file), "%s.pub", name);
    CHECK(key_generate(&key, &failure));
    CHECK(key_save_public(key, command_line_file(file), &failure));
    return key;
}

const char *home_scene_pub(const char *name)
{
    char file[64];
    (void)snprintf(file, sizeof(file), "%s.pub", name);
    return command_line_file(file);
}

int home_scene_adds(const char *place, const char *user, const char *key)
{
    const char *const words[] = {"user",
                                 "add",
                                 user,
                                 "--role",
                                 "member",
                                 "--key",
                                 home_scene_pub(key),
                                 "--passphrase-file",
                                 command_line_file("passphrase"),
                                 NULL};
    return command_line_runs(place, words);
}

void home_scene_door_starts_anew(struct home_scene *scene)
{
    door_program_kill(&scene->door);
    CHECK(door_program_start(&scene->door));
    bench_pause(700);
}

void home_scene_broker_stops(struct home_scene *scene)
{
    bench_stop(scene->broker);
    scene->broker = 0;
}

void home_scene_broker_starts(struct home_scene *scene)
{
    scene->broker = bench_start(&scene->home);
    bench_pause(1500);
}

// The sequence in the door's newest Epoch, a moment after a command by that key as that user; it grows
// with every accepted command.
static uint16_t sequence_after(struct home_scene *scene, struct conversation *with, EVP_PKEY *key,
                               const char *user)
{
    uint8_t message[COMMAND_RAW_SIZE];
    char topic[SESSION_TOPIC_ROOM];
    struct pending pending = pending_asked(ACTION_IDENTIFY, 0, session_now());
    for (int i = 0; i < 50 && !(with->view.known && epoch_is_fresh(&with->view.epoch, time(NULL)));
         i++) {
        conversation_wait(with, 100);
    }
    (void)snprintf(topic, sizeof(topic), "%s/garage/command/%s", scene->home.settings.topic_root,
                   user);
    if (key != NULL) {
        CHECK(pending_sign(&pending, &with->view, key, (uint64_t)time(NULL) * 1000, message));
        CHECK(session_publish(&with->session, topic, BYTES_OF(message)));
    }
    for (int i = 0; i < 25; i++) {
        conversation_wait(with, 100);
    }
    return with->view.epoch.sequence;
}

bool home_scene_door_obeys(struct home_scene *scene, EVP_PKEY *key, const char *user)
{
    struct conversation with;
    bool obeyed = false;
    if (CHECK(conversation_open(&with, &scene->home, "garage", &failure))) {
        const uint16_t before = sequence_after(scene, &with, NULL, user);
        obeyed = sequence_after(scene, &with, key, user) != before;
    }
    conversation_close(&with);
    return obeyed;
}

uint32_t home_scene_roster_in_force(struct home_scene *scene)
{
    struct conversation with;
    uint32_t version = 0;
    if (CHECK(conversation_open(&with, &scene->home, "garage", &failure))) {
        (void)sequence_after(scene, &with, NULL, "");
        version = with.view.epoch.roster_version;
    }
    conversation_close(&with);
    return version;
}

static bool door_is_prepared(struct home_scene *scene)
{
    static uint8_t room[IMAGE_MOST + 1];
    struct path path;
    struct bytes content;
    return door_program_prepare(&scene->door, scene->door_program) &&
           home_door_path(&scene->home, "garage", "door.image", &path, &failure) &&
           file_read(path.text, room, sizeof(room), &content, &failure) &&
           image_decode(content, &scene->image) &&
           door_program_write_image(&scene->door, &scene->image);
}

bool home_scene_begins(struct home_scene *scene)
{
    struct home_request request = scratch_home_request(&scene->scratch);
    request.settings.broker_port = bench_free_port();
    request.now = time(NULL);
    if (!make_home(&request, scene->scratch.sheet, &failure) ||
        !home_open(scene->scratch.place.text, &scene->home, &failure)) {
        return false;
    }
    struct door_request garage = scratch_door_request(&scene->scratch, &scene->home, "garage");
    garage.now = request.now;
    return make_door(&garage, &failure) &&
           file_write(command_line_file("passphrase"), bytes_of_text("correct horse\n"),
                      &failure) &&
           door_is_prepared(scene);
}

void home_scene_keeps_roster(struct home_scene *scene, struct bytes roster)
{
    struct conversation with;
    if (CHECK(conversation_open(&with, &scene->home, "garage", &failure))) {
        char topic[SESSION_TOPIC_ROOM];
        (void)snprintf(topic, sizeof(topic), "%s/garage/roster", scene->home.settings.topic_root);
        CHECK(session_publish_retained(&with.session, topic, roster));
        for (int i = 0; i < 50 && !with.session.retained_taken; i++) {
            session_wait(&with.session, 100);
        }
        CHECK(with.session.retained_taken);
    }
    conversation_close(&with);
}

static bool copied(const char *from, const char *to)
{
    const pid_t child = fork();
    if (child == 0) {
        (void)execlp("cp", "cp", "-r", from, to, (char *)NULL);
        _exit(127);
    }
    return child > 0 && command_line_ends(child) == 0;
}

bool home_scene_gains_owner(struct home_scene *scene, const char *place)
{
    struct path path;
    EVP_PKEY *key = home_scene_new_key("second");
    const struct passphrase passphrase = {.text = "battery staple", .rounds = 1000};
    const char *const words[] = {"admin",
                                 "add",
                                 "second-admin",
                                 "--key",
                                 home_scene_pub("second"),
                                 "--recovery-file",
                                 command_line_file("sheet"),
                                 NULL};
    home_scene_door_starts_anew(scene);
    CHECK_SAME(command_line_runs(scene->scratch.place.text, words), 0);
    const bool made = copied(scene->scratch.place.text, place) &&
                      path_join(place, "keys/admin.key", &path, &failure) &&
                      key_save(key, path.text, &passphrase, &failure);
    EVP_PKEY_free(key);
    return made;
}

void home_scene_certify(const char *place, const char *user, const char *serial)
{
    struct people people;
    CHECK(people_read(place, &people, &failure));
    struct person *person = people_find(&people, user);
    if (CHECK(person != NULL)) {
        (void)snprintf(person->certificate, sizeof(person->certificate), "%s", serial);
    }
    CHECK(people_write(place, &people, &failure));
}

bool home_scene_has_revoked(const char *place, const char *serial)
{
    struct home home;
    bool revoked = false;
    return home_open(place, &home, &failure) && crl_revokes(&home, serial, &revoked, &failure) &&
           revoked;
}
