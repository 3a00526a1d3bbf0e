// The operator answers any sequence of presses, obstructions, power cuts and pushes by hand as the
// operator of the planner's model does (press_effect and door_move there).
#include "test/support/check.h"
#include "test/support/random.h"
#include "test/unit/garage/scene.h"

#include <stdio.h>

enum {
    TAPES = 60,
    EVENTS = 60
};

struct model {
    enum garage_motion motion;
    enum garage_motion last; // STILL: forgotten
};

struct effects {
    struct model may_be[2];
    int count;
};

static struct effects only(enum garage_motion motion, enum garage_motion last)
{
    return (struct effects){.may_be = {{motion, last}}, .count = 1};
}

static struct effects going(enum garage_motion motion)
{
    return only(motion, motion);
}

static enum garage_motion other(enum garage_motion motion)
{
    return motion == GARAGE_OPENING ? GARAGE_CLOSING : GARAGE_OPENING;
}

static bool condo(enum garage_profile profile)
{
    return profile == GARAGE_CONDO_REV || profile == GARAGE_CONDO_STOP ||
           profile == GARAGE_AUTO_CLOSE;
}

static struct effects press_on_moving(enum garage_profile profile, enum garage_motion motion)
{
    if (motion == GARAGE_OPENING) {
        if (condo(profile)) {
            return going(GARAGE_OPENING);
        }
        return profile == GARAGE_TWO_STEP ? going(GARAGE_CLOSING)
                                          : only(GARAGE_STILL, GARAGE_OPENING);
    }
    const bool stops = profile == GARAGE_STOP_BOTH || profile == GARAGE_CONDO_STOP;
    return stops ? only(GARAGE_STILL, GARAGE_CLOSING) : going(GARAGE_OPENING);
}

static struct effects press_effect(enum garage_profile profile, uint32_t permille,
                                   struct model model)
{
    if (model.motion != GARAGE_STILL) {
        return press_on_moving(profile, model.motion);
    }
    if (permille == 0) {
        return going(GARAGE_OPENING);
    }
    if (permille == 1000) {
        return profile == GARAGE_AUTO_CLOSE ? only(GARAGE_STILL, model.last)
                                            : going(GARAGE_CLOSING);
    }
    if (condo(profile)) {
        return going(GARAGE_OPENING);
    }
    if (model.last == GARAGE_STILL) {
        return (struct effects){
            .may_be = {{GARAGE_OPENING, GARAGE_OPENING}, {GARAGE_CLOSING, GARAGE_CLOSING}},
            .count = 2};
    }
    return going(profile == GARAGE_REV_CLOSING ? GARAGE_CLOSING : other(model.last));
}

static struct effects obstruction_effect(struct model model)
{
    if (model.motion == GARAGE_STILL) {
        return only(GARAGE_STILL, model.last);
    }
    return model.motion == GARAGE_CLOSING ? going(GARAGE_OPENING)
                                          : only(GARAGE_STILL, GARAGE_OPENING);
}

static void push(struct garage *garage, struct random *random)
{
    scene_hand(garage, random_below(random, 1001));
    scene_settle(garage, 60000);
}

static struct effects something_happens(struct garage *garage, struct random *random,
                                        struct model model)
{
    const enum garage_profile profile = garage->settings.profile;
    const uint32_t permille = scene_permille(garage);
    switch (random_below(random, 6)) {
    case 0:
        scene_do(garage, GARAGE_OBSTRUCT);
        scene_wait(garage, 1);
        return obstruction_effect(model);
    case 1:
        scene_do_for(garage, GARAGE_MAINS_OFF, 5);
        scene_wait(garage, 6);
        return only(GARAGE_STILL, garage->settings.remembers ? model.last : GARAGE_STILL);
    case 2:
        if (model.motion == GARAGE_STILL) {
            push(garage, random);
        }
        return only(model.motion, model.last);
    default:
        scene_fob(garage);
        return press_effect(profile, permille, model);
    }
}

static bool is_one_of(const struct effects *effects, enum garage_motion motion,
                      struct model *chosen)
{
    for (int i = 0; i < effects->count; i++) {
        if (effects->may_be[i].motion == motion) {
            *chosen = effects->may_be[i];
            return true;
        }
    }
    return false;
}

// door_move: a limit ends the movement.
static void let_it_run(struct garage *garage, struct random *random, struct model *model)
{
    // Never within the last permille, where the model's place and ours may round apart.
    scene_wait(garage, random_below(random, 6000));
    while (scene_motion(garage) != GARAGE_STILL &&
           (scene_permille(garage) == 0 || scene_permille(garage) >= 999)) {
        scene_wait(garage, 1);
    }
    if (scene_permille(garage) == 0 || scene_permille(garage) == 1000) {
        model->motion = GARAGE_STILL;
    }
}

static void play(struct garage *garage, uint64_t seed)
{
    struct random random = random_from(seed);
    struct model model = {.motion = GARAGE_STILL, .last = GARAGE_CLOSING};
    for (int i = 0; i < EVENTS; i++) {
        const struct effects effects = something_happens(garage, &random, model);
        if (!CHECK(is_one_of(&effects, scene_motion(garage), &model))) {
            return;
        }
        let_it_run(garage, &random, &model);
        if (!CHECK(scene_motion(garage) == model.motion)) {
            return;
        }
    }
}

static void any_sequence_has_the_effect_that_the_model_has(void)
{
    for (uint64_t tape = 0; tape < TAPES; tape++) {
        const enum garage_profile profile = (enum garage_profile)(tape % GARAGE_PROFILES);
        struct garage_settings settings = scene_exact(profile);
        settings.remembers = tape / GARAGE_PROFILES % 2 == 0;
        char context[64];
        (void)snprintf(context, sizeof(context), "%s, tape %u", scene_profile_name(profile),
                       (unsigned)tape);
        check_context(context);
        struct garage garage;
        garage_init(&garage, &settings, tape);
        play(&garage, tape);
    }
    check_context(NULL);
}

int main(void)
{
    RUN(any_sequence_has_the_effect_that_the_model_has);
    return check_verdict();
}
