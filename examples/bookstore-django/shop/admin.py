from django.contrib import admin

from .models import Author, Book, Category, Customer, Order, OrderLine, Review


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "position"]


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "born"]
    search_fields = ["name"]


@admin.register(Book)
class BookAdmin(admin.ModelAdmin):
    list_display = ["title", "author", "category", "price", "stock", "published"]
    list_filter = ["category"]
    list_select_related = ["author", "category"]
    search_fields = ["title", "isbn"]
    raw_id_fields = ["author"]


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ["name", "country"]
    exclude = ["api_key"]
    raw_id_fields = ["user"]


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    list_display = ["headline", "book", "stars", "written_at"]
    list_select_related = ["book"]
    raw_id_fields = ["book", "customer"]


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    raw_id_fields = ["book"]
    extra = 0


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "name", "country", "total", "placed_at"]
    raw_id_fields = ["customer"]
    inlines = [OrderLineInline]
