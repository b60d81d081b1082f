export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** ":files" and ":folders" are for the shell to name; everything else is a word, a tab and what it means. */
const bash = `# Completion of notafter for bash 3.2 or later. Try it: source <(notafter completion bash)
_notafter() {
  local line="\${COMP_LINE:0:COMP_POINT}" cur="\${COMP_WORDS[COMP_CWORD]}" typed head value about quoted
  local -a words
  IFS=$' \\t' read -r -a words <<< "$line"
  case "$line" in *[[:blank:]]) words+=("") ;; esac
  typed="\${words[\${#words[@]}-1]}"
  # Bash replaces only what stands behind the last of its word breaks, which a target is full of.
  head=""
  case "$typed" in *[:=]*) [[ "$COMP_WORDBREAKS" == *:* ]] && head="\${typed%"\${typed##*[:=]}"}" ;; esac
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    case "$value" in
      :files) compopt -o filenames 2>/dev/null; while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$cur") ;;
      :folders) compopt -o filenames 2>/dev/null; while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "$cur") ;;
      ?*) printf -v quoted '%q' "$value"; COMPREPLY+=("\${quoted#"$head"}") ;;
    esac
  done < <("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null)
}
complete -F _notafter notafter
`;

const zsh = `#compdef notafter
# Completion of notafter for zsh. Try it: source <(notafter completion zsh)
_notafter() {
  local value about
  local -a found
  while IFS=$'\\t' read -r value about; do
    case "$value" in
      :files) _files ;;
      :folders) _files -/ ;;
      ?*) found+=("\${value//:/\\\\:}\${about:+:$about}") ;;
    esac
  done < <("\${words[1]}" __complete "\${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
  (( \${#found} )) && _describe -V notafter found
}
if [ "$funcstack[1]" = "_notafter" ]; then _notafter "$@"; else compdef _notafter notafter; fi
`;

const fish = `# Completion of notafter for fish. Try it: notafter completion fish | source
function __notafter_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    for line in ($words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$typed"
            case :folders
                __fish_complete_directories "$typed"
            case '*'
                echo $line
        end
    end
end
complete -c notafter -f -a '(__notafter_complete)'
`;

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };

export function completionScript(shell: Shell): string {
  return scripts[shell];
}
