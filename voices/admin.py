"""Back office: questions and reviews are looked at, not rewritten."""

from __future__ import annotations

from django.contrib import admin

from core.back_office import ReadOnly
from voices.models import Question, Review


@admin.register(Question)
class QuestionAdmin(ReadOnly):
    list_display = ("product", "asked_at", "answered_at", "is_private", "hidden_at")
    list_filter = ("is_private",)


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    list_display = ("product", "rating", "author", "written_at", "replied_at", "hidden_at")
    list_filter = ("rating",)
