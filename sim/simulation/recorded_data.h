#pragma once

#include <optional>
#include <string>

#include "proto/experiment.pb.h"

namespace hogtie {

/// How far the user vouches for a trace, or a state of trials, that a stranger may have made.
struct RecordTrust {
  bool force = false;               ///< Also one of another machine or data.
  std::optional<std::string> data;  ///< The file to read in the place of the recorded one.
};

/// Makes the recorded experiment one that may be run here. Its data are read from the file that the
/// user names, or from the recorded one where that lies in the directory of the record or the
/// working directory, symbolic links followed. Size and digest must be the recorded ones when it is
/// read (DataSource); if `force`d, they become those of the file that is there. Throws InputError
/// where the data lie elsewhere, are no regular file, or are recorded without a digest, and for a
/// file that is named for no use.
///
/// OnMismatch forced, limits.memory becomes what it is by default: the record does not say how much
/// memory it may take here.
void settle_record(const std::string& record, const RecordTrust& trust,
                   proto::Experiment& experiment);

/// The value of `--data` with which settle_record finds the record's data. None if it needs none.
/// "FILE" if no regular file has the recorded path, or the path names an open file.
std::optional<std::string> data_to_name(const std::string& record,
                                        const proto::Experiment& experiment);

/// Throws InputError where the adversary reads files that are not regular, or lie outside these two
/// directories.
void check_adversary_files(const std::string& record, const proto::Adversary& adversary);

}  // namespace hogtie
