from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse


class Category(models.Model):
    name = models.CharField(max_length=60)
    slug = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])


class Author(models.Model):
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    born = models.PositiveSmallIntegerField()
    biography = models.TextField()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])


class Book(models.Model):
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220)
    author = models.ForeignKey(Author, models.PROTECT, related_name="books")
    category = models.ForeignKey(Category, models.PROTECT, related_name="books")
    isbn = models.CharField(max_length=13, unique=True)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    list_price = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    published = models.DateField()
    pages = models.PositiveSmallIntegerField()
    weight_grams = models.PositiveIntegerField()
    description = models.TextField()
    stock = models.PositiveIntegerField()
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-published", "id"]
        indexes = [
            models.Index(fields=["category", "-published", "id"], name="shop_book_category_new"),
            models.Index(fields=["-published", "id"], name="shop_book_new"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("book", args=[self.pk, self.slug])

    @property
    def rating(self) -> float:
        """The mean of its stars, 0 without a review."""
        return self.rating_sum / self.rating_count if self.rating_count else 0.0

    @property
    def half_stars(self) -> int:
        """The mean of its stars in half stars, 0 to 10."""
        return round(self.rating * 2)


class Customer(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="customer")
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    api_key = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    book = models.ForeignKey(Book, models.CASCADE, related_name="reviews")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="reviews")
    stars = models.PositiveSmallIntegerField()
    headline = models.CharField(max_length=120)
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "id"]

    def __str__(self) -> str:
        return self.headline

    @property
    def half_stars(self) -> int:
        return self.stars * 2


class Order(models.Model):
    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="orders")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    country = models.CharField(max_length=2)
    placed_at = models.DateTimeField()
    shipping = models.DecimalField(max_digits=8, decimal_places=2)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    payment_reference = models.CharField(max_length=40)

    class Meta:
        ordering = ["-placed_at", "-id"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("order", args=[self.number])


class OrderLine(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    book = models.ForeignKey(Book, models.PROTECT, related_name="order_lines")
    quantity = models.PositiveSmallIntegerField()
    price = models.DecimalField(max_digits=8, decimal_places=2)

    def __str__(self) -> str:
        return f"{self.quantity} of book {self.book_id}"

    @property
    def total(self) -> Decimal:
        return self.price * self.quantity


class SearchTerm(models.Model):
    """One word under which a book is found; the weight says how well the word describes it."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="terms")
    word = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["word", "book", "weight"], name="shop_searchterm_word")]

    def __str__(self) -> str:
        return self.word
