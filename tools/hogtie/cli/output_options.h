#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/files/check_apart.h"
#include "proto/experiment.pb.h"

namespace hogtie {

/// The files that a command reads and is to write, gathered while its options are read.
class CommandFiles {
 public:
  void reads(const std::optional<std::string>& path, const std::string& what);
  void reads(const std::vector<std::string>& paths, const std::string& what);
  /// The files that a run of the experiment reads.
  void reads(const proto::Experiment& experiment);
  void reads(const std::optional<proto::Adversary>& adversary);

  /// The file that an option names.
  void writes(const std::optional<std::string>& path, const std::string& option);
  void writes(const std::vector<std::string>& paths, const std::string& option);

  /// Throws InputError where writing would destroy something that is read.
  void check() const;

 private:
  std::vector<NamedFile> inputs_;
  std::vector<NamedFile> outputs_;
};

}  // namespace hogtie
