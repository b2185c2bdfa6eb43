package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/alecthomas/kong"

	"accede/internal/fault"
)

// verbs is the whole command line. The order is that of the help.
type verbs struct {
	stateFlag

	Demo       demoVerb       `cmd:"" help:"Show the case of 2022: Finland and Sweden ask to join NATO."`
	Init       initVerb       `cmd:"" help:"Found a new record under a charter."`
	Keys       keysVerb       `cmd:"" help:"Make, list, enrol and revoke the keys that sign acts."`
	Invite     inviteVerb     `cmd:"" help:"Invite a person to sign in to the pages."`
	Sessions   sessionsVerbs  `cmd:"" help:"Who is signed in, and ending that."`
	Act        actVerb        `cmd:"" help:"Build, sign and hand in an act."`
	Enclosed   enclosedVerb   `cmd:"" help:"List or open what lies beside a record."`
	Import     importVerb     `cmd:"" help:"Register the acts of a file."`
	Intake     intakeVerb     `cmd:"" help:"Draft acts from a published report."`
	Serve      serveVerb      `cmd:"" help:"Serve the pages of a record."`
	Status     statusVerb     `cmd:"" help:"Where dossiers stand, what stands in the way, whose move it is."`
	Letters    lettersVerb    `cmd:"" help:"What people and programs are told: who would be, who serves whom, webhooks, the outbox."`
	Search     searchVerb     `cmd:"" help:"The entries that hold the words looked for."`
	Log        logVerb        `cmd:"" help:"The entries of a dossier."`
	Charters   chartersVerb   `cmd:"" help:"List the charters built in, or print one."`
	Decide     decideVerb     `cmd:"" help:"What a rule finds on a table of votes."`
	Power      powerVerb      `cmd:"" help:"Who counts under a rule: power indices of its members."`
	Unblock    unblockVerb    `cmd:"" help:"What would carry a dossier: whose moves, in which order, what can no longer happen."`
	Hold       holdVerb       `cmd:"" help:"What will hold: which states of a conflict are stable, and what it takes for one to be."`
	Forecast   forecastVerb   `cmd:"" help:"How long the missing ratifications may take, or why no date is given."`
	Packages   packagesVerb   `cmd:"" help:"Which packages could settle several issues at once, from what each party told the mediator."`
	Verify     verifyVerb     `cmd:"" help:"Check a record, a bundle, or what a watcher has kept as evidence."`
	Watch      watchVerb      `cmd:"" help:"Mirror a record, verify and cosign it, and keep what the host does wrong."`
	Export     exportVerb     `cmd:"" help:"Write a record, or one dossier of it, into one file."`
	Copy       copyVerb       `cmd:"" help:"Copy a record to another store, and prove that it is the same."`
	Backup     backupVerb     `cmd:"" help:"Put a record and what lies beside it into one file, while it is served."`
	Restore    restoreVerb    `cmd:"" help:"Make a record of a backup, or heal one from a watcher's mirror."`
	Fsck       fsckVerb       `cmd:"" help:"Look through a record and everything beside it."`
	Publish    publishVerb    `cmd:"" help:"Write the pages of a record as files that any file server hands out."`
	PDF        pdfVerb        `cmd:"" name:"pdf" help:"Print a page of a dossier as a PDF file."`
	Bench      benchVerb      `cmd:"" help:"Load a server with acts and open pages, and say how fast it answers."`
	Version    versionVerb    `cmd:"" help:"Print the version."`
	Completion completionVerb `cmd:"" help:"Print a script for the completion of your shell."`
}

// session is what a verb touches: everything outside comes through it.
type session struct {
	ctx          context.Context
	stdin        io.Reader
	stdout       *bufio.Writer
	stderr       io.Writer
	env          func(string) string
	clock        func() time.Time
	logger       *slog.Logger
	steady       func() time.Duration // how long the machine has run, by a clock that nobody sets; nil: jumps of the clock go unnoticed
	clockJump    time.Duration        // by how much the clock may be set; 0: by as much as is usual
	enclosedMost int64                // bytes of what lies beside a record; 0: as many as are usual
	shareMost    int64                // bytes of these that a party may have enclosed in one dossier; 0: as many as are usual

	colour bool   // stdout is a terminal that wants it
	state  string // --state: the folder of what lies beside a record in a database
	json   bool   // the verb was asked to answer as JSON
	screen bool   // stderr is a terminal: progress can be shown
	parser *kong.Kong
}

// run carries out one command and answers its exit code. It is handed everything it touches.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	return runBy(ctx, time.Now, uptime(), args, stdin, stdout, stderr, env)
}

// runAt is run by a clock of the caller's, which may jump.
func runAt(ctx context.Context, clock func() time.Time, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	return runBy(ctx, clock, nil, args, stdin, stdout, stderr, env)
}

// runBy is run by two clocks of the caller's: one that tells the time, and one that nobody sets.
func runBy(ctx context.Context, clock func() time.Time, steady func() time.Duration, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	s := &session{
		ctx: ctx, stdin: stdin, stdout: bufio.NewWriter(stdout), stderr: stderr, env: env, clock: clock, steady: steady,
		logger: slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelInfo})),
		colour: isTerminal(stdout) && env("NO_COLOR") == "" && env("TERM") != "dumb",
		screen: isTerminal(stderr) && env("TERM") != "dumb",
	}
	err := s.carryOut(args)
	if all := fault.Refusals(err); s.json && len(all) > 0 {
		if unsaid := s.printJSON(refusals{all}); unsaid != nil {
			err = errors.Join(err, unsaid)
		}
	}
	if flushed := s.stdout.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("write the output: %w", flushed)
	}
	return fail(stderr, err)
}

// refusals is what is printed, beside the lines of the error, where an answer as JSON was asked for and the law refused.
type refusals struct {
	Refused []fault.Refusal `json:"refused"`
}

// carryOut finds the verb and runs it.
func (s *session) carryOut(args []string) error {
	helped := false
	set, err := s.settingsFor(args)
	if err != nil {
		return err
	}
	var v verbs
	parser, err := kong.New(&v,
		kong.Name("accede"),
		kong.Description("Accede runs the admission of new members to a body that decides by consent, and shows at every moment what still stands in the way and whose move it is."),
		kong.Writers(s.stdout, s.stderr),
		kong.Exit(func(int) { helped = true }), // kong asks for it after --help alone
		kong.Resolvers(set),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
	)
	if err != nil {
		return fmt.Errorf("put the command line together: %w", err)
	}
	s.parser = parser
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if helped {
		return nil
	}
	if err != nil {
		return usageError(err)
	}
	s.state = v.State
	s.json = slices.ContainsFunc(command.Flags(), func(f *kong.Flag) bool { return f.Name == "json" && f.Target.IsValid() && f.Target.Bool() })
	return command.Run(s)
}

// usageError says what is wrong with the command, and where to find help.
func usageError(err error) error {
	help := "accede --help"
	var p *kong.ParseError
	if errors.As(err, &p) && p.Context != nil && p.Context.Selected() != nil {
		help = p.Context.Selected().FullPath() + " --help"
	}
	return &usage{fmt.Errorf("%w; see %s", err, help)}
}

// usage is a command that cannot be understood.
type usage struct{ error }

func (u *usage) Unwrap() error { return u.error }

// badUse makes a usage error.
func badUse(format string, args ...any) error { return &usage{fmt.Errorf(format, args...)} }

// printJSON prints one value as one line.
func (s *session) printJSON(v any) error {
	e := json.NewEncoder(s.stdout)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
