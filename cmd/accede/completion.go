package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"accede/charters"
)

// completionVerb prints a script that completes verbs, flags and the names of charters.
type completionVerb struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help is shown by --help.
func (completionVerb) Help() string {
	return "Examples:\n\n  source <(accede completion bash)\n\n  accede completion fish > ~/.config/fish/completions/accede.fish"
}

// Run carries the verb out.
func (v *completionVerb) Run(s *session) error {
	switch v.Shell {
	case "bash":
		fmt.Fprint(s.stdout, bashScript(s.parser.Model.Node))
	case "zsh":
		// zsh runs scripts of bash.
		fmt.Fprint(s.stdout, "#compdef accede\nautoload -U +X bashcompinit && bashcompinit\n"+bashScript(s.parser.Model.Node))
	case "fish":
		fmt.Fprint(s.stdout, fishScript(s.parser.Model.Node))
	}
	return nil
}

// bashScript completes the verb, then the flags of the verb, then files.
func bashScript(root *kong.Node) string {
	var verbs, cases strings.Builder
	for _, verb := range root.Children {
		verbs.WriteString(" " + verb.Name)
		var flags []string
		for _, f := range verb.Flags {
			flags = append(flags, "--"+f.Name)
		}
		fmt.Fprintf(&cases, "    %s) words=\"--help %s\" ;;\n", verb.Name, strings.Join(flags, " "))
	}
	return fmt.Sprintf(`_accede() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "%s" -- "$word"))
    return
  fi
  case "${COMP_WORDS[1]}" in
%s  esac
  case "${COMP_WORDS[1]} $before" in
    "charters charters") COMPREPLY=($(compgen -W "%s" -- "$word")); return ;;
    "init --charter") COMPREPLY=($(compgen -f -W "%s" -- "$word")); return ;;
    "completion completion") COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return ;;
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _accede accede
`, strings.TrimSpace(verbs.String()), cases.String(), strings.Join(charters.Names(), " "), strings.Join(charters.Names(), " "))
}

// fishScript is the same for fish.
func fishScript(root *kong.Node) string {
	var b strings.Builder
	for _, verb := range root.Children {
		fmt.Fprintf(&b, "complete -c accede -n __fish_use_subcommand -f -a %s -d %s\n", verb.Name, quoteFish(verb.Help))
		for _, f := range verb.Flags {
			takes := ""
			if !f.IsBool() {
				takes = " -r"
			}
			fmt.Fprintf(&b, "complete -c accede -n '__fish_seen_subcommand_from %s' -l %s%s -d %s\n", verb.Name, f.Name, takes, quoteFish(f.Help))
		}
	}
	names := quoteFish(strings.Join(charters.Names(), " "))
	fmt.Fprintf(&b, "complete -c accede -n '__fish_seen_subcommand_from charters' -f -a %s\n", names)
	fmt.Fprintf(&b, "complete -c accede -n '__fish_seen_subcommand_from init' -l charter -a %s\n", names)
	fmt.Fprint(&b, "complete -c accede -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n")
	return b.String()
}

func quoteFish(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
