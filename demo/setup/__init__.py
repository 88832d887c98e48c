"""What a bare machine lacks, brought in before anything of ours runs; standard library only."""
