// Whose data a trace, which a stranger may have made, has read.

#include "sim/simulation/recorded_data.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "tests/sim/replay_testing.h"

namespace hogtie {
namespace {

using testing::content;
using testing::error_of;
using testing::experiment_of;

const std::string kRows = "1 1:1 2:2\n-1 1:2\n";
const std::string kSecret = "secret:$y$j9T$AbCd:19000:0:99999:7:::\n";

// The trace `near/t` of a run on `near/data.svm`.
class RecordedDataOfATrace : public testing::InDirectory {
 protected:
  RecordedDataOfATrace() {
    std::filesystem::create_directory(path("near"));
    std::filesystem::create_directory(path("far"));
    put("near/data.svm", kRows);
    testing::record(experiment_of({"objective.name=least_squares",
                                   "objective.data.path=" + path("near/data.svm")}),
                    path("near/t"));
  }

  /// The same trace with data at another path, and what else is changed of them.
  std::string forged(const std::string& data,
                     const std::function<void(proto::Data&)>& change = {}) const {
    testing::rewrite(path("near/t"), path("near/forged"), [&](proto::Frame& frame) {
      if (frame.has_header()) {
        proto::Data& recorded =
            *frame.mutable_header()->mutable_experiment()->mutable_objective()->mutable_data();
        recorded.set_path(data);
        if (change) change(recorded);
      }
      return true;
    });
    return path("near/forged");
  }

  static std::string replay_error(const std::string& trace, bool force = false,
                                  const std::optional<std::string>& data = std::nullopt) {
    ReplayRequest request;
    request.trace = trace;
    request.force = force;
    request.data = data;
    return error_of([&] { replay_trace(request, {}); });
  }
};

std::string not_near(const std::string& trace, const std::string& data) {
  return trace + ": its data file, '" + data +
         "', is neither in its directory nor in the working directory; name the file with '--data "
         "FILE'";
}

TEST_F(RecordedDataOfATrace, IsReadBesideTheTrace) {
  EXPECT_EQ(replay_error(path("near/t")), "no error");
  std::filesystem::create_directory(path("near/below"));
  put("near/below/copy.svm", kRows);
  EXPECT_EQ(replay_error(forged(path("near/below/copy.svm"))), "no error");
  EXPECT_EQ(replay_error(forged(path("far/../near/data.svm"))), "no error");
}

TEST_F(RecordedDataOfATrace, IsReadElsewhereOnlyWhereTheUserNamesIt) {
  const std::string far = put("far/data.svm", kRows);
  const std::string trace = forged(far);
  EXPECT_EQ(replay_error(trace), not_near(trace, far));
  EXPECT_EQ(replay_error(trace, true), not_near(trace, far));
  EXPECT_EQ(replay_error(trace, false, far), "no error");
  // A directory whose name begins with that of the trace's is another.
  std::filesystem::create_directory(path("nearby"));
  const std::string nearby = put("nearby/data.svm", kRows);
  EXPECT_EQ(replay_error(forged(nearby)), not_near(trace, nearby));
  const std::string up = path("near/../far/data.svm");
  EXPECT_EQ(replay_error(forged(up)), not_near(trace, up));
}

TEST_F(RecordedDataOfATrace, ALinkIsWhereItLeads) {
  const std::string far = put("far/data.svm", kRows);
  std::filesystem::create_symlink(far, path("near/link.svm"));
  std::filesystem::create_symlink(path("near/data.svm"), path("near/short.svm"));
  const std::string trace = forged(path("near/link.svm"));
  EXPECT_EQ(replay_error(trace), not_near(trace, path("near/link.svm")));
  EXPECT_EQ(replay_error(forged(path("near/short.svm"))), "no error");
}

TEST_F(RecordedDataOfATrace, TheFileThatTheUserNamesIsTheRecordedOneToo) {
  const std::string other = put("far/other.svm", "1 1:1 2:3\n-1 1:2\n");
  const std::string error = replay_error(path("near/t"), false, other);
  EXPECT_TRUE(error.starts_with(path("near/t") + ": " + other + ": its digest is ")) << error;
  EXPECT_EQ(replay_error(path("near/t"), true, other), "no error");
  EXPECT_EQ(replay_error(path("near/t"), false, put("far/longer.svm", kRows + "\n")),
            path("near/t") + ": " + path("far/longer.svm") +
                ": it has 18 bytes, but the settings record 17; use the file they were made with");
}

TEST_F(RecordedDataOfATrace, NothingOfAnotherFileIsTold) {
  const std::string secret = put("near/other", kSecret);
  for (const bool force : {false, true}) {
    for (const bool with_size : {false, true}) {
      const std::string trace = forged(secret, [&](proto::Data& data) {
        if (!with_size) data.clear_size();
      });
      const std::string error = replay_error(trace, force);
      EXPECT_TRUE(error.starts_with(trace + ": " + secret)) << error;
      for (const char* const part : {"secret:", "$y$", "AbCd", "19000"}) {
        EXPECT_EQ(error.find(part), std::string::npos) << error;
      }
    }
  }
  const std::string trace = forged(secret);
  EXPECT_EQ(replay_error(trace, true),
            trace + ": " + secret + ":1: label is not a number; write a decimal number");
}

TEST_F(RecordedDataOfATrace, WithoutADigestIsReadOnlyByForce) {
  const auto without = [](proto::Data& data) { data.clear_digest(); };
  const std::string trace = forged(path("near/data.svm"), without);
  EXPECT_EQ(replay_error(trace), trace +
                                     ": it records no digest of its data; add '--force' if they "
                                     "are the right ones");
  EXPECT_EQ(replay_error(trace, true), "no error");
}

TEST_F(RecordedDataOfATrace, ADeviceOrPipeIsNotOpened) {
  ASSERT_EQ(mkfifo(path("near/pipe").c_str(), 0600), 0);
  const std::string message =
      ": " + path("near/pipe") +
      ": not a regular file, and the data of a recorded run are read from no other; give a copy of "
      "them";
  std::string trace = forged(path("near/pipe"));
  EXPECT_EQ(replay_error(trace), trace + message);
  EXPECT_EQ(replay_error(trace, true), message.substr(2));
  EXPECT_EQ(replay_error(path("near/t"), false, path("near/pipe")), path("near/t") + message);
  trace = forged("-");
  EXPECT_EQ(replay_error(trace),
            trace + ": its data were read from standard input; name the file with '--data FILE'");
}

TEST_F(RecordedDataOfATrace, WhatIsMissingIsNamed) {
  const std::string gone = path("near/gone.svm");
  const std::string trace = forged(gone);
  EXPECT_EQ(replay_error(trace), trace + ": cannot find its data file, '" + gone +
                                     "': No such file or directory; name the file with '--data "
                                     "FILE'");
  testing::record(experiment_of({}), path("far/t"));
  EXPECT_EQ(replay_error(path("far/t"), false, gone),
            path("far/t") + ": its experiment reads no data; leave '--data' out");
}

TEST_F(RecordedDataOfATrace, FilesOfARecordedAdversaryAreRegularAndNear) {
  const std::string state = path("near/state");
  const auto error = [&](const std::vector<std::string>& settings) {
    return error_of([&] { check_adversary_files(state, experiment_of(settings).adversary()); });
  };
  const std::string near = put("near/schedule", "");
  const std::string far = put("far/schedule", "");
  const std::string advice = "; give the experiment too, with its adversary";
  EXPECT_EQ(error({"adversary.schedule_file=" + near, "adversary.trace=" + near}), "no error");
  const std::string not_near = state + ": a file of its adversary, '" + far +
                               "', is neither in its directory nor in the working directory" +
                               advice;
  EXPECT_EQ(error({"adversary.schedule_file=" + far}), not_near);
  EXPECT_EQ(error({"adversary.trace=" + far}), not_near);
  EXPECT_EQ(error({"adversary.members={name: 'histogram' schedule_file: '" + far + "'}"}),
            not_near);
  ASSERT_EQ(mkfifo(path("near/pipe").c_str(), 0600), 0);
  EXPECT_EQ(error({"adversary.trace=" + path("near/pipe")}),
            state + ": a file of its adversary, '" + path("near/pipe") +
                "', is not a regular file" + advice);
}

// 2 * 10^7 operations pending at 2 * (4 + 8 + 16) + 12 bytes, and 10^7 coordinates at 64, take 2
// GB.
TEST_F(RecordedDataOfATrace, MemoryIsNotTheRecordsToGive) {
  testing::record(experiment_of({"limits.memory=2000000000"}), path("near/large"));
  testing::claim(path("near/large"), path("near/larger"),
                 {"objective.dimension=10000000", "workers=1"});
  const std::string error = replay_error(path("near/larger"));
  EXPECT_TRUE(error.starts_with(path("near/larger") + ": 1 worker with up to 2000000")) << error;
  EXPECT_TRUE(error.ends_with(
      " registers, need 2.88 GB of memory, of at most 1 GB; set fewer workers or a smaller "
      "dimension, or raise limits.memory (for a trace: add --force)"))
      << error;
}

}  // namespace
}  // namespace hogtie
