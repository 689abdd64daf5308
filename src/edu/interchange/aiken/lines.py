"""The lines that Aiken knows."""

import re

NAME = "Aiken"
OPTION_LINE = re.compile(r"([A-ZＡ-Ｚ])\s*[)）.．。、]\s*(.*)", re.DOTALL)
ANSWER_LINE = re.compile(r"(?:answer|(?:正确|标准|参考)?答案)\s*[:：]\s*(.*)", re.IGNORECASE | re.DOTALL)
