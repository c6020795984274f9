from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from faults.views import faults_page
from shop.views import account, api, authors, basket, book, catalogue, checkout, export, health, search
from shop.views.recommendations import recommendations

urlpatterns = [
    path("", catalogue.home, name="home"),
    path("books/", catalogue.all_books, name="books"),
    path("category/<slug:slug>/", catalogue.category, name="category"),
    path("book/<int:book_id>/<slug:slug>/", book.book_page, name="book"),
    path("authors/", authors.author_list, name="authors"),
    path("author/<slug:slug>/", authors.author_page, name="author"),
    path("search/", search.search_page, name="search"),
    path("basket/", basket.basket_page, name="basket"),
    path("basket/add/", basket.add_to_basket, name="basket-add"),
    path("basket/change/", basket.change_basket, name="basket-change"),
    path("checkout/", checkout.checkout, name="checkout"),
    path("order/<str:number>/", checkout.order_page, name="order"),
    path("login/", LoginView.as_view(template_name="shop/login.html"), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("account/", account.account, name="account"),
    path("api/books/", api.book_list, name="api-books"),
    path("api/books/<int:book_id>/", api.book_detail, name="api-book"),
    path("api/orders/", api.orders, name="api-orders"),
    path("api/recommendations/<int:book_id>/", recommendations, name="api-recommendations"),
    path("export/books.csv", export.books_csv, name="export-books"),
    path("health/", health.health, name="health"),
    path("faults/", faults_page, name="faults"),
    path("admin/", admin.site.urls),
]
