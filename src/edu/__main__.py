"""``python -m edu``."""

from edu.cli import main

if __name__ == "__main__":
    main()
