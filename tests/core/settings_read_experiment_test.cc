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

TEST_F(ReadExperiment, SkipsAByteOrderMark) {
  write("\xef\xbb\xbfworkers: 3\n");
  EXPECT_EQ(read_experiment(path_).workers(), 3U);
  EXPECT_EQ(error_of("\xef\xbb\xbfwrokers: 3\n").substr(0, 25), "1:8: no setting 'wrokers'");
}

TEST_F(ReadExperiment, EnumsInAnyCaseAndByNumber) {
  write(
      "algorithm { view: model }\n"
      "adversary { members { name: 'portfolio' switching: Rotate }, members { switching: 1 } }\n"
      "machine { kind: tHReads\t order:relaxed, layout:\n\tcache_line}  # order: relaxed\n");
  const proto::Experiment experiment = read_experiment(path_);
  EXPECT_EQ(experiment.algorithm().view(), proto::MODEL);
  EXPECT_EQ(experiment.adversary().members(0).switching(), proto::ROTATE);
  EXPECT_EQ(experiment.adversary().members(1).switching(), proto::ROTATE);
  EXPECT_EQ(experiment.machine().kind(), proto::THREADS);
  EXPECT_EQ(experiment.machine().order(), proto::RELAXED);
  EXPECT_EQ(experiment.machine().layout(), proto::CACHE_LINE);
  EXPECT_EQ(error_of("algorithm { view: modle }\n"),
            "1:25: Unknown enumeration value of \"modle\" for field \"view\".");
  // Texts are left alone, and so are names of fields.
  write("adversary { name: 'model' trace: \"a\\\"view: model\" }");
  EXPECT_EQ(read_experiment(path_).adversary().name(), "model");
  EXPECT_EQ(read_experiment(path_).adversary().trace().substr(0, 1),
            path_.substr(0, 1));  // relative to the file
  EXPECT_TRUE(read_experiment(path_).adversary().trace().ends_with("/a\"view: model"));
}

TEST_F(ReadExperiment, FormsOfNumbers) {
  write("workers: 0x10 objective { noise: 1e-400 curvature: [.5, 5., 1e0] }\n");
  EXPECT_EQ(read_experiment(path_).workers(), 16U);
  EXPECT_EQ(read_experiment(path_).objective().noise(), 0.0);
  EXPECT_EQ(read_experiment(path_).objective().curvature(1), 5.0);
  EXPECT_EQ(error_of("seed: 1\nworkers: 010\n"), "2:10: '010' begins with a zero; write '10'");
  EXPECT_EQ(error_of("workers: 009\n"), "1:10: '009' begins with a zero; write '9'");
  EXPECT_EQ(error_of("objective { noise: 0.1f }\n"), "1:20: '0.1f' ends in a letter; write '0.1'");
  EXPECT_EQ(error_of("objective { noise: 1e400 }\n"),
            "1:13: setting 'objective.noise' is inf; allowed: a finite number, 0 to 1e+12");
}

TEST_F(ReadExperiment, CharactersOutsideOfQuotes) {
  EXPECT_EQ(error_of("seed: 1\n\tworkers:\u00a03\n"),
            "2:17: U+00A0 (a non-breaking space) stands outside of quotes; replace or remove it");
  EXPECT_EQ(error_of("adversary { name: \u201cswarm\u201d }\n"),
            "1:19: U+201C stands outside of quotes; replace or remove it");
  EXPECT_EQ(error_of("workers: 3\x1b\n"),
            "1:11: byte 0x1b stands outside of quotes; replace or remove it");
  EXPECT_EQ(error_of("workers: \xff\n"),
            "1:10: byte 0xff stands outside of quotes; replace or remove it");
  EXPECT_EQ(error_of(std::string("\0", 1)),
            "1:1: byte 0x00 stands outside of quotes; replace or remove it");
  write("adversary { trace: '/\u00a0\u201c' }  # \u00a0");
  EXPECT_EQ(read_experiment(path_).adversary().trace(), "/\u00a0\u201c");
  EXPECT_EQ(error_of("adversary { trace: 'a\\0b' }"),
            "1:13: setting 'adversary.trace' is 'a\\x00b', with a zero byte; allowed: text");
}

TEST_F(ReadExperiment, FormerNamesAreToldTheNewOnes) {
  EXPECT_EQ(error_of("machine { stack: 16384 }"),
            "1:16: setting 'machine.stack' is now 'machine.stack_bytes'");
  EXPECT_EQ(error_of("workers: 2\nmachine {\n  name: THREADS\n}"),
            "3:7: setting 'machine.name' is now 'machine.kind'");
}

TEST_F(ReadExperiment, GroupsInGroups) {
  const auto nested = [](int depth) {
    std::string text = "adversary {";
    for (int k = 0; k < depth; ++k) text += " members {";
    return text + std::string(static_cast<std::size_t>(depth) + 1, '}');
  };
  EXPECT_EQ(error_of(nested(30)), "no error");
  const std::string too_deep = "more than 32 groups in each other; nest them less deep";
  EXPECT_TRUE(error_of(nested(40)).ends_with(": " + too_deep)) << error();
  EXPECT_TRUE(error_of(nested(50'000)).ends_with(": " + too_deep)) << error();
}

TEST_F(ReadExperiment, FilesAreRelativeToTheExperiment) {
  write(
      "objective { data { path: '../a.svm' } }\n"
      "adversary { trace: 't' schedule_file: '/s' members { members { trace: 'u' } }\n"
      "  members { trace: '-' schedule_file: '' } }");
  const std::string directory = path_.substr(0, path_.rfind('/') + 1);
  const proto::Experiment experiment = read_experiment(path_);
  EXPECT_EQ(experiment.objective().data().path(), directory + "../a.svm");
  EXPECT_EQ(experiment.adversary().trace(), directory + "t");
  EXPECT_EQ(experiment.adversary().schedule_file(), "/s");
  EXPECT_EQ(experiment.adversary().members(0).members(0).trace(), directory + "u");
  EXPECT_EQ(experiment.adversary().members(1).trace(), "-");
  EXPECT_EQ(experiment.adversary().members(1).schedule_file(), "");
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
