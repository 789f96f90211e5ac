#include "core/settings/read_experiment.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/error.h"
#include "core/settings/find_field.h"
#include "core/settings/listing.h"
#include "core/settings/set.h"

namespace hogtie {
namespace {

class ReadExperiment : public testing::Test {
 protected:
  ReadExperiment() {
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    path_ = testing::TempDir() + "read_experiment_" + name + ".textproto";
  }
  ~ReadExperiment() override { std::filesystem::remove(path_); }

  void write(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }

  // The error for a file of this text, without the path before it.
  std::string error_of(const std::string& text) {
    write(text);
    return error();
  }

  std::string error() {
    try {
      read_experiment(path_);
    } catch (const InputError& error) {
      const std::string what = error.what();
      return what.starts_with(path_ + ":") ? what.substr(path_.size() + 1) : what;
    }
    return "no error";
  }

  std::string path_;
};

TEST_F(ReadExperiment, ReadsWhatToTextWrote) {
  proto::Experiment experiment;
  set(experiment, "workers=3");
  set(experiment, "objective.curvature=0.1,2");
  set(experiment, "adversary={name: 'swarm' crashes {worker: 1 step: 5}}");
  experiment.mutable_objective()->mutable_data()->set_digest("00ff");
  write(to_text(experiment));
  EXPECT_EQ(read_experiment(path_).SerializeAsString(), experiment.SerializeAsString());
}

TEST_F(ReadExperiment, AnEmptyFileSetsNothing) {
  write("# nothing\n");
  EXPECT_EQ(read_experiment(path_).ByteSizeLong(), 0U);
}

TEST_F(ReadExperiment, UnknownField) {
  EXPECT_EQ(error_of("workers: 2\nadversary {\n  nmae: \"swarm\"\n}\n"),
            "3:7: no setting 'adversary.nmae'; did you mean 'adversary.name'? 'adversary' has: " +
                field_names(*proto::Adversary::descriptor()));
}

TEST_F(ReadExperiment, UnknownFieldBelowAGroupThatHoldsItself) {
  // The way to the group of the unknown field leads past lists of adversaries in adversaries.
  EXPECT_TRUE(error_of("success { epsilom: 2 }\n")
                  .starts_with("1:18: no setting 'success.epsilom'; did you mean "
                               "'success.epsilon'?"));
  EXPECT_TRUE(error_of("adversary { members { nmae: 'swarm' } }\n")
                  .starts_with("1:27: no setting 'adversary.nmae'; did you mean "
                               "'adversary.name'?"));
}

TEST_F(ReadExperiment, WrongSyntax) {
  EXPECT_EQ(error_of("workers: \n  many\n"), "2:3: Expected integer, got: many");
  EXPECT_EQ(error_of("workers: 1\nworkers: 2\n"),
            "2:8: Non-repeated field \"workers\" is specified multiple times.");
  EXPECT_EQ(error_of("adversary {\n  name: swarm\n}\n"),
            "2:9: Expected string, got: swarm; write it in quotes");
  EXPECT_EQ(error_of("adversary { tau: 3\n"), "2:1: Expected identifier, got: the end of the text");
}

TEST_F(ReadExperiment, OutOfRange) {
  EXPECT_EQ(error_of("seed: 3\nworkers: 0\n"),
            "2:1: setting 'workers' is 0; allowed: an integer, 1 to 100000");
  EXPECT_EQ(error_of("objective {\n  noise: nan\n}\n"),
            "2:3: setting 'objective.noise' is nan; allowed: a finite number, 0 to 1e+12");
  EXPECT_EQ(error_of("adversary {\n  crashes { step: 1 }\n  crashes { worker: 100000 }\n}\n"),
            "3:13: setting 'adversary.crashes.worker' is 100000; allowed: an integer, 0 to 99999");
  EXPECT_EQ(error_of("objective {\n  curvature: 1\n  curvature: -1\n}\n"),
            "3:3: setting 'objective.curvature' is -1; allowed: finite numbers, 1e-12 to 1e+12");
  EXPECT_EQ(error_of("objective {\n  curvature: [1, -1]\n}\n"),
            "2:3: setting 'objective.curvature' is -1; allowed: finite numbers, 1e-12 to 1e+12");
}

TEST_F(ReadExperiment, BinaryRubbishStaysOnOneLine) {
  const std::string what = error_of(std::string("\0\x01\n\xff{{{", 7));
  EXPECT_TRUE(what.starts_with("1:1: ")) << what;
  EXPECT_EQ(what.find('\n'), std::string::npos);
}

TEST_F(ReadExperiment, SizeCap) {
  const std::string comment(1 << 20, '#');
  write(comment);
  EXPECT_EQ(error(), "no error");
  EXPECT_EQ(error_of(comment + "#"),
            "'" + path_ + "' is larger than 1 MiB, the most that an experiment may have");
}

TEST_F(ReadExperiment, MissingFileAndDirectory) {
  EXPECT_EQ(error(), "cannot read '" + path_ +
                         "': No such file or directory; give the path of an experiment in text "
                         "format");
  path_ += ".d";
  std::filesystem::create_directory(path_);
  EXPECT_EQ(error(), "cannot read '" + path_ +
                         "': Is a directory; give the path of an experiment in text format");
}

}  // namespace
}  // namespace hogtie
