#include "core/settings/set.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/settings/field.h"
#include "core/settings/find_field.h"
#include "core/settings/listing.h"
#include "proto/experiment.pb.h"

namespace hogtie {
namespace {

std::string error_of(proto::Experiment& experiment, const std::string& assignment) {
  try {
    set(experiment, assignment);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Set, EveryTypeOfField) {
  proto::Experiment experiment;
  set(experiment, "workers=16");
  set(experiment, "seed=18446744073709551615");
  set(experiment, "algorithm.step_size=1e-3");
  set(experiment, "algorithm.view=Model");
  set(experiment, "adversary.name=swarm");
  set(experiment, "objective.data.path=a=b, c.svm");
  EXPECT_EQ(experiment.workers(), 16U);
  EXPECT_EQ(experiment.seed(), 18446744073709551615U);
  EXPECT_EQ(experiment.algorithm().step_size(), 1e-3);
  EXPECT_EQ(experiment.algorithm().view(), proto::MODEL);
  EXPECT_EQ(experiment.adversary().name(), "swarm");
  EXPECT_EQ(experiment.objective().data().path(), "a=b, c.svm");
}

TEST(Set, FormsOfNumbersAsInAFile) {
  proto::Experiment experiment;
  set(experiment, "workers=0x10");
  set(experiment, "objective.noise=1e-400");
  set(experiment, "objective.initial=-1e-400,.5,5.");
  set(experiment, "algorithm.view=1");
  EXPECT_EQ(experiment.workers(), 16U);
  EXPECT_EQ(experiment.objective().noise(), 0.0);
  EXPECT_EQ(experiment.objective().initial(0), 0.0);
  EXPECT_EQ(experiment.objective().initial(2), 5.0);
  EXPECT_EQ(experiment.algorithm().view(), proto::MODEL);
  set(experiment, "adversary.members={name: 'portfolio' switching: rotate}");
  EXPECT_EQ(experiment.adversary().members(0).switching(), proto::ROTATE);
  EXPECT_EQ(error_of(experiment, "workers=010"),
            "setting 'workers': '010' begins with a zero; write '10'");
  EXPECT_EQ(error_of(experiment, "objective.noise=00.5"),
            "setting 'objective.noise': '00.5' begins with a zero; write '0.5'");
  EXPECT_EQ(error_of(experiment, "objective.initial=1,-01"),
            "setting 'objective.initial': '-01' begins with a zero; write '-1'");
  EXPECT_EQ(error_of(experiment, "objective.noise=0.1f"),
            "setting 'objective.noise': '0.1f' ends in a letter; write '0.1'");
  EXPECT_EQ(error_of(experiment, "adversary.crashes={worker: 010}"),
            "setting 'adversary.crashes', '{worker: 010}': '010' begins with a zero; write '10'");
  EXPECT_EQ(error_of(experiment, "objective.noise=1e400"),
            "setting 'objective.noise' takes a finite number, 0 to 1e+12; '1e400' is not one");
}

TEST(Set, GroupsInGroupsTooDeep) {
  proto::Experiment experiment;
  std::string text = "adversary={";
  for (int k = 0; k < 20'000; ++k) text += "members {";
  text += std::string(20'001, '}');
  const std::string error = error_of(experiment, text);
  EXPECT_TRUE(error.ends_with(": more than 32 groups in each other; nest them less deep")) << error;
}

TEST(Set, ANamedGroupByItsName) {
  proto::Experiment experiment;
  set(experiment, "adversary.tau=7");
  set(experiment, "adversary=swarm");
  set(experiment, "machine=threads");
  EXPECT_EQ(experiment.adversary().name(), "swarm");
  EXPECT_EQ(experiment.adversary().tau(), 7U);
  EXPECT_EQ(experiment.machine().kind(), proto::THREADS);
}

TEST(Set, BoundsAreIncluded) {
  proto::Experiment experiment;
  set(experiment, "workers=1");
  EXPECT_EQ(experiment.workers(), 1U);
  set(experiment, "workers=100000");
  EXPECT_EQ(experiment.workers(), 100000U);
  set(experiment, "objective.curvature=1e-12,1e12");
  EXPECT_EQ(experiment.objective().curvature(1), 1e12);
}

TEST(Set, TrueAndFalseInAnyCase) {
  proto::Experiment experiment;
  for (const char* const word : {"true", "TRUE", "True"}) {
    set(experiment, "objective.data.zero_based=false");
    set(experiment, std::string("objective.data.zero_based=") + word);
    EXPECT_TRUE(experiment.objective().data().zero_based()) << word;
  }
  for (const char* const word : {"false", "FALSE", "False"}) {
    set(experiment, "objective.data.zero_based=true");
    set(experiment, std::string("objective.data.zero_based=") + word);
    EXPECT_FALSE(experiment.objective().data().zero_based()) << word;
  }
  EXPECT_EQ(error_of(experiment, "objective.data.zero_based=maybe"),
            "setting 'objective.data.zero_based' takes true or false; 'maybe' is not one");
}

TEST(Set, NumbersReplaceTheList) {
  proto::Experiment experiment;
  set(experiment, "objective.curvature=1,0.5,2");
  set(experiment, "objective.curvature=3,0.25");
  ASSERT_EQ(experiment.objective().curvature_size(), 2);
  EXPECT_EQ(experiment.objective().curvature(0), 3.0);
  EXPECT_EQ(experiment.objective().curvature(1), 0.25);
}

TEST(Set, MessagesAreAppendedToTheList) {
  proto::Experiment experiment;
  set(experiment, "adversary.crashes={worker: 1 step: 500}");
  set(experiment, "adversary.crashes={worker: 2},{step: 7}");
  ASSERT_EQ(experiment.adversary().crashes_size(), 3);
  EXPECT_EQ(experiment.adversary().crashes(0).step(), 500U);
  EXPECT_EQ(experiment.adversary().crashes(1).worker(), 2U);
  EXPECT_EQ(experiment.adversary().crashes(2).step(), 7U);
}

TEST(Set, GroupIsReplaced) {
  proto::Experiment experiment;
  set(experiment, "adversary.tau=3");
  set(experiment, "adversary={name: 'swarm' speeds: [1, 2]}");
  EXPECT_EQ(to_text(experiment.adversary()), "name: \"swarm\"\nspeeds: 1\nspeeds: 2\n");
}

// {all} and {adversary} stand for the names of all groups, and of the settings in adversary.
struct WrongInput {
  const char* assignment;
  const char* message;
};

std::string fill_in(std::string text) {
  const std::pair<std::string, std::string> lists[] = {
      {"{all}", field_names(*proto::Experiment::descriptor())},
      {"{adversary}", field_names(*proto::Adversary::descriptor())}};
  for (const auto& [name, list] : lists) {
    const std::size_t at = text.find(name);
    if (at != std::string::npos) text.replace(at, name.size(), list);
  }
  return text;
}

constexpr WrongInput kWrongInputs[] = {
    {"", "no '=' in the setting ''; write SETTING=VALUE, for example 'workers=4'"},
    {"workers", "no '=' in the setting 'workers'; write SETTING=VALUE, for example 'workers=4'"},
    {"wrokers=4", "no setting 'wrokers'; did you mean 'workers'? there are: {all}"},
    {"tau=4", "no setting 'tau'; did you mean 'adversary.tau'? there are: {all}"},
    {"=4", "no setting ''; there are: {all}"},
    {"adversary.nmae=swarm",
     "no setting 'adversary.nmae'; did you mean 'adversary.name'? 'adversary' has: {adversary}"},
    {"objective.data.file=x",
     "no setting 'objective.data.file'; did you mean 'objective.data.size'? 'objective.data' has: "
     "path, digest, size, zero_based"},
    {"limits.=1", "no setting 'limits.'; 'limits' has: steps, spins, memory"},
    {"limits.\n=1", "no setting 'limits.\\x0a'; 'limits' has: steps, spins, memory"},
    {"workers.count=4",
     "setting 'workers' takes an integer, 1 to 100000; there is no setting 'count' below it"},
    {"adversary.name.x=4", "setting 'adversary.name' takes text; there is no setting 'x' below it"},
    {"adversary.crashes.worker=4",
     "setting 'adversary.crashes' is a list of {worker, step}; add an entry with "
     "'adversary.crashes={...}' instead of setting 'worker' below it"},
    {"workers=", "setting 'workers' takes an integer, 1 to 100000; '' is not one"},
    {"workers=4k", "setting 'workers' takes an integer, 1 to 100000; '4k' is not one"},
    {"workers=4.0", "setting 'workers' takes an integer, 1 to 100000; '4.0' is not one"},
    {"workers= 4", "setting 'workers' takes an integer, 1 to 100000; ' 4' is not one"},
    {"workers=0", "setting 'workers' is 0; allowed: an integer, 1 to 100000"},
    {"workers=100001", "setting 'workers' is 100001; allowed: an integer, 1 to 100000"},
    {"workers=4294967297", "setting 'workers' is 4294967297; allowed: an integer, 1 to 100000"},
    {"workers=-1", "setting 'workers' is -1; allowed: an integer, 1 to 100000"},
    {"seed=18446744073709551616",
     "setting 'seed' is 18446744073709551616; allowed: an integer, 0 to "
     "18446744073709551615"},
    {"machine.stack=16384", "setting 'machine.stack' is now 'machine.stack_bytes'"},
    {"machine.name=threads", "setting 'machine.name' is now 'machine.kind'"},
    {"machine.stack_bytes=4096",
     "setting 'machine.stack_bytes' is 4096; allowed: an integer, 8192 to 1073741824 bytes"},
    {"limits.steps=0",
     "setting 'limits.steps' is 0; allowed: an integer, 1 to "
     "18446744073709551615 steps"},
    {"algorithm.iterations=1000000000000001",
     "setting 'algorithm.iterations' is 1000000000000001; allowed: an integer, 1 to "
     "1000000000000000 iterations"},
    {"success.loss=nan", "setting 'success.loss' takes a finite number; 'nan' is not one"},
    {"success.loss=inf", "setting 'success.loss' takes a finite number; 'inf' is not one"},
    {"success.loss=1e999", "setting 'success.loss' takes a finite number; '1e999' is not one"},
    {"success.loss=0,5", "setting 'success.loss' takes a finite number; '0,5' is not one"},
    {"objective.noise=-0.5",
     "setting 'objective.noise' is -0.5; allowed: a finite number, 0 to 1e+12"},
    {"objective.curvature=1,,2",
     "setting 'objective.curvature' takes finite numbers, 1e-12 to 1e+12; '' is not one"},
    {"objective.curvature=1,0",
     "setting 'objective.curvature' is 0; allowed: finite numbers, 1e-12 to 1e+12"},
    {"objective.data.digest=00",
     "setting 'objective.data.digest' is filled in by the program and cannot be set"},
    {"objective={data {digest: '00'}}",
     "setting 'objective.data.digest' is filled in by the program and cannot be set"},
    {"algorithm.view=MODLE",
     "setting 'algorithm.view' takes one of SUPPORT, MODEL; 'MODLE' is not one; did you mean "
     "'MODEL'?"},
    {"algorithm.view=2", "setting 'algorithm.view' takes one of SUPPORT, MODEL; '2' is not one"},
    {"limits=7",
     "setting 'limits' is a group; '7' has no braces: write 'limits={...}' or set one of 'limits': "
     "steps, spins, memory"},
    {"machine=thraeds",
     "setting 'machine.kind' takes one of SIMULATED, THREADS; 'thraeds' is not one; did you mean "
     "'THREADS'?"},
    {"adversary.crashes=1",
     "setting 'adversary.crashes' is a list of {worker, step}; '1' has no braces: write "
     "'adversary.crashes={...}'"},
    {"adversary.crashes={wroker: 1}",
     "setting 'adversary.crashes', '{wroker: 1}': no setting 'adversary.crashes.wroker'; did you "
     "mean 'adversary.crashes.worker'? 'adversary.crashes' has: worker, step"},
    {"adversary.crashes={worker: x}",
     "setting 'adversary.crashes', '{worker: x}': Expected integer, got: x"},
    {"adversary.crashes={worker: 100000}",
     "setting 'adversary.crashes.worker' is 100000; allowed: an integer, 0 to 99999"},
    {"adversary={speeds: 1 speeds: nan}",
     "setting 'adversary.speeds' is nan; allowed: finite numbers, 1e-09 to 1e+09"},
    {"adversary={tau: 2} workers: 3 success {}",
     "setting 'adversary', '{tau: 2} workers: 3 success {}': the braces enclose more than one "
     "value"},
};

class WrongInputs : public testing::TestWithParam<WrongInput> {};

TEST_P(WrongInputs, AreNamedAndChangeNothing) {
  proto::Experiment experiment;
  experiment.set_workers(7);
  experiment.mutable_objective()->add_curvature(3);
  const std::string before = experiment.SerializeAsString();
  EXPECT_EQ(error_of(experiment, GetParam().assignment), fill_in(GetParam().message));
  EXPECT_EQ(experiment.SerializeAsString(), before);
}

INSTANTIATE_TEST_SUITE_P(Set, WrongInputs, testing::ValuesIn(kWrongInputs));

// A value that the setting allows and that is not its default.
std::string other_value(const FieldDescription& field) {
  if (field.type == "integer") {
    const std::string smallest = field.range.substr(0, field.range.find(' '));
    return smallest == field.default_value ? std::to_string(std::stoull(smallest) + 1) : smallest;
  }
  if (field.type == "number") return field.range.starts_with("1 to") ? "1.1875" : "0.1875";
  if (field.type == "list of numbers") return "0.1,1e+08,3";
  if (field.type == "text") return "some text";
  if (field.type == "true or false") return "true";
  if (field.type == "choice") return field.range.substr(field.range.rfind(' ') + 1);
  if (field.type.starts_with("list of {name")) {
    return "{name: \"swarm\" tau: 3},{name: \"greedy\"}";
  }
  if (field.type == "list of {worker, steps}") return "{worker: 5 steps: 6},{worker: 7}";
  return "{worker: 5 step: 6},{worker: 7}";
}

const Setting& setting_at(const std::vector<Setting>& settings, const std::string& path) {
  for (const Setting& setting : settings) {
    if (setting.path == path) return setting;
  }
  throw std::out_of_range(path);
}

TEST(Set, EverySettingIsReportedBack) {
  const auto fields = describe_fields(*proto::Experiment::descriptor());
  ASSERT_GT(fields.size(), 20U);
  for (const FieldDescription& field : fields) {
    SCOPED_TRACE(field.path);
    proto::Experiment experiment;
    if (field.derived) {
      EXPECT_NE(error_of(experiment, field.path + "=x").find("cannot be set"), std::string::npos);
      continue;
    }
    const std::string value = other_value(field);
    set(experiment, field.path + "=" + value);
    for (const Setting& setting : all_settings(experiment)) {
      const bool is_it = setting.path == field.path;
      EXPECT_EQ(setting.is_set, is_it) << setting.path;
      EXPECT_EQ(setting.value, is_it ? value : setting.default_value) << setting.path;
    }
    EXPECT_NE(value, field.default_value);

    // What is reported sets the same again.
    proto::Experiment again;
    set(again, field.path + "=" + setting_at(all_settings(experiment), field.path).value);
    EXPECT_EQ(again.SerializeAsString(), experiment.SerializeAsString());
  }
}

}  // namespace
}  // namespace hogtie
