#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "core/error.h"
#include "core/files/check_apart.h"
#include "core/files/output_file.h"
#include "core/files/temporary_directory.h"
#include "tests/core/testing_files.h"

namespace hogtie {
namespace {

class Output : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }

  static std::string content(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_.path())) {
      names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }

  template <class Act>
  static std::string error(Act&& act) {
    return message_of<InputError>(act);
  }

 private:
  TemporaryDirectory directory_;
};

using Names = std::vector<std::string>;

/// The system's calls, but for one that fails.
class Faults final : public FileCalls {
 public:
  int write_error = 0;  // of every write
  int fsync_error = 0;  // of the first
  int close_error = 0;  // of every one
  int rename_error = 0;
  int open_error = 0;
  std::size_t most = 0;           // bytes that a write takes, where it is not 0
  mutable int interruptions = 0;  // calls that a signal cuts short, the first ones

  int open(const char* path, int flags, mode_t mode) const override {
    return fails(open_error) ? -1 : FileCalls::open(path, flags, mode);
  }
  ssize_t write(int file, const void* bytes, std::size_t size) const override {
    if (fails(write_error)) return -1;
    return FileCalls::write(file, bytes, most == 0 ? size : std::min(size, most));
  }
  int fsync(int file) const override { return fails(fsync_error) ? -1 : FileCalls::fsync(file); }
  int close(int file) const override {
    const int result = FileCalls::close(file);
    if (close_error == 0) return result;
    errno = close_error;
    return -1;
  }
  int rename(const char* from, const char* to) const override {
    if (rename_error == 0) return FileCalls::rename(from, to);
    errno = rename_error;
    return -1;
  }

 private:
  bool fails(int error) const {
    if (interruptions > 0) {
      --interruptions;
      errno = EINTR;
      return true;
    }
    errno = error;
    return error != 0;
  }
};

TEST_F(Output, IsThereWhenItIsComplete) {
  put("f", "before");
  {
    OutputFile file(path("f"));
    file.write("a whole ");
    EXPECT_EQ(content(path("f")), "before");
    file.write("file");
    file.commit();
  }
  EXPECT_EQ(content(path("f")), "a whole file");
  EXPECT_EQ(names(), Names{"f"});
}

TEST_F(Output, ThatIsNotCompleteLeavesNothing) {
  put("f", "before");
  {
    OutputFile file(path("f"));
    file.write("half");
  }
  EXPECT_EQ(content(path("f")), "before");
  EXPECT_EQ(names(), Names{"f"});
}

TEST_F(Output, TwoAtOnceAreEachWhole) {
  OutputFile first(path("f"));
  OutputFile second(path("f"));
  first.write("first, ");
  second.write("second");
  first.write("at length");
  first.commit();
  EXPECT_EQ(content(path("f")), "first, at length");
  second.commit();
  EXPECT_EQ(content(path("f")), "second");
}

TEST_F(Output, KeepsALinkAndPermissions) {
  std::filesystem::create_directory(path("there"));
  put("there/f", "before");
  ::chmod(path("there/f").c_str(), 0604);
  std::filesystem::create_symlink("there/f", path("link"));
  std::filesystem::create_symlink("link", path("second"));
  write_output(path("second"), "after");
  EXPECT_TRUE(std::filesystem::is_symlink(path("second")));
  EXPECT_TRUE(std::filesystem::is_symlink(path("link")));
  EXPECT_EQ(content(path("there/f")), "after");
  struct stat status {};
  ASSERT_EQ(::stat(path("there/f").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0604U);
  EXPECT_EQ(names(), (Names{"link", "second", "there"}));

  std::filesystem::create_symlink("new", path("dangling"));
  const mode_t before = ::umask(027);
  write_output(path("dangling"), "new");
  ::umask(before);
  EXPECT_EQ(content(path("new")), "new");
  ASSERT_EQ(::stat(path("new").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
}

// What others have put there under the next name is neither opened nor followed.
TEST_F(Output, HasAFreshName) {
  put("kept", "kept");
  const std::string next = ".hogtie-" + std::to_string(::getpid()) + "-0";
  std::filesystem::create_symlink("kept", path(next));
  ASSERT_EQ(::mkfifo(path(".hogtie-" + std::to_string(::getpid()) + "-1").c_str(), 0600), 0);
  write_output(path("f"), "text");
  EXPECT_EQ(content(path("f")), "text");
  EXPECT_EQ(content(path("kept")), "kept");
}

TEST_F(Output, OfAPipeAndADeviceIsWrittenToAsItIs) {
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  check_output(path("fifo"));  // waits for nobody
  std::string read;
  std::thread reader([&] { read = content(path("fifo")); });
  write_output(path("fifo"), "through a pipe");
  reader.join();
  EXPECT_EQ(read, "through a pipe");
  EXPECT_EQ(names(), Names{"fifo"});
  write_output("/dev/null", "nowhere");
  EXPECT_EQ(error([] { write_output("/dev/full", "x"); }),
            "cannot write '/dev/full': No space left on device; make room there or give another "
            "path");
}

TEST_F(Output, OfAnOpenFileGoesToIt) {
  const int file = ::open(path("f").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_GT(file, 2);
  const std::string name = "/dev/fd/" + std::to_string(file);
  write_output(name, "one");
  write_output(name, "two");
  EXPECT_EQ(content(path("f")), "onetwo");
  ::close(file);
  EXPECT_EQ(error([&] { write_output(name, "three"); }),
            "cannot write '" + name +
                "': Bad file descriptor; open it for writing, or give the path of a file");
}

TEST_F(Output, SaysWhatIsTrue) {
  std::filesystem::create_directory(path("directory"));
  put("f", "");
  const auto message = [&](const std::string& name) {
    const std::string checked = error([&] { check_output(path(name)); });
    EXPECT_EQ(error([&] { write_output(path(name), "text"); }), checked);
    const std::string begin = "cannot write '" + path(name).substr(0, 80);
    EXPECT_TRUE(checked.starts_with(begin)) << checked;
    return checked.substr(checked.rfind("': ") + 3);
  };
  EXPECT_EQ(message("directory"), "Is a directory; give the path of a file");
  EXPECT_EQ(message("none/f"),
            "No such file or directory; create its directory or give another path");
  EXPECT_EQ(message("f/f"), "Not a directory; create its directory or give another path");
  EXPECT_EQ(message(std::string(300, 'x')), "File name too long; give a shorter path");
  EXPECT_EQ(error([] { check_output(""); }),
            "cannot write '': No such file or directory; create its directory or give another "
            "path");
  EXPECT_EQ(names(), (Names{"directory", "f"}));
}

TEST_F(Output, FailsWithoutATraceOfIt) {
  struct Fault {
    int Faults::*of;
    int error;
    std::string said;
  };
  const std::string another = " or give another path";
  const std::vector<Fault> faults{
      {&Faults::open_error, EACCES, "Permission denied; see to the permissions there" + another},
      {&Faults::open_error, EROFS,
       "Read-only file system; give a path on a file system that is not read-only"},
      {&Faults::write_error, ENOSPC, "No space left on device; make room there" + another},
      {&Faults::write_error, EDQUOT, "Disk quota exceeded; make room there" + another},
      {&Faults::write_error, EFBIG,
       "File too large; raise the limit on the size of files (ulimit -f)" + another},
      {&Faults::fsync_error, EIO, "Input/output error; see to the device" + another},
      {&Faults::close_error, EDQUOT, "Disk quota exceeded; make room there" + another},
      {&Faults::rename_error, EIO, "Input/output error; see to the device" + another}};
  put("f", "before");
  for (const Fault& fault : faults) {
    Faults calls;
    calls.*fault.of = fault.error;
    EXPECT_EQ(error([&] { write_output(path("f"), "after", calls); }),
              "cannot write '" + path("f") + "': " + fault.said);
    EXPECT_EQ(content(path("f")), "before");
    EXPECT_EQ(names(), Names{"f"});
  }
}

TEST_F(Output, GoesOnAfterShortWritesAndSignals) {
  Faults calls;
  calls.most = 3;
  calls.interruptions = 1;  // of open
  OutputFile file(path("f"), std::nullopt, calls);
  calls.interruptions = 2;
  file.write("in pieces of three");
  calls.interruptions = 1;  // of fsync
  file.commit();
  EXPECT_EQ(content(path("f")), "in pieces of three");
}

class PartialOutput : public Output {
 protected:
  std::string refused(const std::string& why) const {
    return "cannot write '" + path("f.partial") + "': " + why;
  }
  const Partial partial{"begin "};
  const std::string foreign =
      "it is no file that an earlier run has left; move it or give another path";
};

TEST_F(PartialOutput, StaysWhereItIsNotComplete) {
  {
    OutputFile file(path("f"), partial);
    file.write("begin half");
    EXPECT_EQ(content(path("f.partial")), "begin half");
  }
  EXPECT_EQ(names(), Names{"f.partial"});
  OutputFile file(path("f"), partial);
  file.write("begin whole");
  file.commit();
  EXPECT_EQ(content(path("f")), "begin whole");
  EXPECT_EQ(names(), Names{"f"});
}

// A hard link to what was left still has it.
TEST_F(PartialOutput, IsCreatedAnew) {
  put("f.partial", "begin of another run");
  std::filesystem::create_hard_link(path("f.partial"), path("saved"));
  OutputFile file(path("f"), partial);
  file.write("begin");
  EXPECT_EQ(content(path("saved")), "begin of another run");
}

TEST_F(PartialOutput, IsNoLinkPipeOrFileOfAnother) {
  put("kept", "begin kept");
  std::filesystem::create_symlink("kept", path("f.partial"));
  EXPECT_EQ(error([&] { OutputFile(path("f"), partial); }), refused(foreign));
  EXPECT_EQ(error([&] { check_output(path("f"), true); }), refused(foreign));
  EXPECT_EQ(content(path("kept")), "begin kept");
  std::filesystem::remove(path("f.partial"));
  ASSERT_EQ(::mkfifo(path("f.partial").c_str(), 0600), 0);
  EXPECT_EQ(error([&] { OutputFile(path("f"), partial); }), refused(foreign));
  std::filesystem::remove(path("f.partial"));
  put("f.partial", "mine");
  EXPECT_EQ(error([&] { OutputFile(path("f"), partial); }), refused(foreign));
  EXPECT_EQ(content(path("f.partial")), "mine");
}

TEST_F(PartialOutput, IsWrittenByOneAtATime) {
  OutputFile file(path("f"), partial);
  file.write("begin");
  EXPECT_EQ(error([&] { OutputFile(path("f"), partial); }),
            refused("another run is recorded to it; wait for it or give another path"));
  file.commit();
  EXPECT_EQ(content(path("f")), "begin");
}

TEST_F(PartialOutput, IsBesideTheFileThatALinkNames) {
  std::filesystem::create_directory(path("there"));
  std::filesystem::create_symlink("there/f", path("f"));
  OutputFile file(path("f"), partial);
  EXPECT_EQ(file.written(), path("there/f.partial"));
  file.write("begin");
  file.commit();
  EXPECT_TRUE(std::filesystem::is_symlink(path("f")));
  EXPECT_EQ(content(path("there/f")), "begin");
}

TEST_F(PartialOutput, StaysAfterAFault) {
  Faults calls;
  OutputFile file(path("f"), partial, calls);
  file.write("begin");
  calls.write_error = ENOSPC;
  EXPECT_EQ(error([&] { file.write(", more"); }),
            refused("No space left on device; make room there or give another path"));
  EXPECT_EQ(content(path("f.partial")), "begin");
}

class Apart : public Output {
 protected:
  std::string check(const std::string& input, const std::string& output) const {
    const NamedFile in{path(input), "the data"};
    const NamedFile out{path(output), "'--model'"};
    return error([&] { check_apart({&in, 1}, {&out, 1}); });
  }
};

TEST_F(Apart, FilesOfOneNameOrAnother) {
  put("f", "");
  std::filesystem::create_symlink("f", path("link"));
  std::filesystem::create_hard_link(path("f"), path("hard"));
  for (const std::string other : {"f", "link", "hard"}) {
    EXPECT_EQ(check("f", other), "'--model' '" + path(other) + "' would replace the data '" +
                                     path("f") + "', which is the same file; give another path");
    EXPECT_NE(check(other, "f"), "no error");
  }
  EXPECT_EQ(check("f", "new"), "no error");
  EXPECT_EQ(check("none", "f"), "no error");
}

TEST_F(Apart, WhatIsContinuedAndWhatItWouldBeWrittenTo) {
  put("t.partial", "");
  EXPECT_EQ(check("t.partial", "t"), "'--model' '" + path("t") + "' would first be written to '" +
                                         path("t.partial") +
                                         "', which is the data; give another path");
  EXPECT_EQ(check("t.partial", "u"), "no error");
}

TEST_F(Apart, PipesMayBeBoth) {
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(check("fifo", "fifo"), "no error");
}

TEST(TemporaryPlace, ThatIsMissingIsNamed) {
  const char* const before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", "/nowhere/at all", 1);
  EXPECT_EQ(message_of<InputError>([] { open_temporary_file(); }),
            "TMPDIR, where temporary files go, is '/nowhere/at all': No such file or directory; "
            "set it to a directory that can be written to");
  ::setenv("TMPDIR", "/dev/null", 1);
  EXPECT_EQ(message_of<InputError>([] { TemporaryDirectory(); }),
            "TMPDIR, where temporary files go, is '/dev/null': no directory; set it to a directory "
            "that can be written to");
  if (before == nullptr) {
    ::unsetenv("TMPDIR");
  } else {
    ::setenv("TMPDIR", kept.c_str(), 1);
  }
}

}  // namespace
}  // namespace hogtie
