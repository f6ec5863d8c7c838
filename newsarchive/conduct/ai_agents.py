"""Crawlers that collect for language models, by the product tokens with which a robots.txt names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["training", "answers"]
"""training: what is fetched becomes training data, or is sold as such; answers: a model reads it to answer somebody."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A crawler (or a mere switch, such as Google-Extended) as its operator documents it."""

    token: str
    """Product token in the operator's spelling; RFC 9309 §2.2.1 compares it without regard to case."""
    operator: str
    purpose: Purpose


_AGENTS = (
    Agent("AI2Bot", "Allen Institute", "training"),
    Agent("Ai2Bot-Dolma", "Allen Institute", "training"),
    Agent("Amazonbot", "Amazon", "training"),
    Agent("anthropic-ai", "Anthropic", "training"),
    Agent("Applebot-Extended", "Apple", "training"),
    Agent("Bytespider", "ByteDance", "training"),
    Agent("CCBot", "Common Crawl", "training"),
    Agent("Claude-Web", "Anthropic", "training"),
    Agent("ClaudeBot", "Anthropic", "training"),
    Agent("cohere-ai", "Cohere", "training"),
    Agent("cohere-training-data-crawler", "Cohere", "training"),
    Agent("Diffbot", "Diffbot", "training"),
    Agent("FacebookBot", "Meta", "training"),
    Agent("Google-Extended", "Google", "training"),
    Agent("GPTBot", "OpenAI", "training"),
    Agent("ImagesiftBot", "The Hive", "training"),
    Agent("img2dataset", "img2dataset, a program that anyone runs", "training"),
    Agent("Meta-ExternalAgent", "Meta", "training"),
    Agent("omgili", "Webz.io", "training"),
    Agent("omgilibot", "Webz.io", "training"),
    Agent("PanguBot", "Huawei", "training"),
    Agent("Timpibot", "Timpi", "training"),
    Agent("Webzio-Extended", "Webz.io", "training"),
    Agent("ChatGPT-User", "OpenAI", "answers"),
    Agent("Claude-SearchBot", "Anthropic", "answers"),
    Agent("Claude-User", "Anthropic", "answers"),
    Agent("DuckAssistBot", "DuckDuckGo", "answers"),
    Agent("Meta-ExternalFetcher", "Meta", "answers"),
    Agent("MistralAI-User", "Mistral", "answers"),
    Agent("OAI-SearchBot", "OpenAI", "answers"),
    Agent("Perplexity-User", "Perplexity", "answers"),
    Agent("PerplexityBot", "Perplexity", "answers"),
    Agent("YouBot", "You.com", "answers"),
)

AI_AGENTS: Mapping[str, Agent] = {agent.token.lower(): agent for agent in _AGENTS}
"""By token in lower case. Search engines' own crawlers (Googlebot, Applebot, bingbot) are not among them: a rule for
those says nothing of models."""
