# Help of a Makefile, drawn from its "##@ group" and "target: ## sentence" lines.
/^##@ / { printf "\n%s\n", substr($0, 5); next }
/^[a-z-]+:.*## / {
    target = $0; sub(/:.*/, "", target)
    sentence = $0; sub(/^[^#]*## /, "", sentence)
    printf "  make %-8s %s\n", target, sentence
}
