"""A specification from a description: plan, generate, verify, evaluate (the four agents of BenchAgents, 2410.22584).

    description --plan--> plan.json --generate--> code.py --verify--> verification.json, --evaluate--> evaluation.json

Each stage reads files that a person can read and edit, and writes one. Models write the plan, the code and the rubrics;
programs decide whether these can be used, and only where no program can is a model asked (is the question clear?).
Nothing that a model says is an instruction here, and no code of a model's runs outside the sandbox.
"""
