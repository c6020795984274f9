"""Celery tasks; a worker of its own runs them: `celery -A tasks worker`."""

import os

from celery import Celery
from django.core.cache import cache
from django.db import connection

folder = os.environ["TEST_BROKER_FOLDER"]
app = Celery("tasks", broker="filesystem://")
app.conf.broker_transport_options = {
    **{"data_folder_in": folder, "data_folder_out": folder},
    "control_folder": os.path.join(folder, "control"),
}
app.conf.task_ignore_result = True
app.conf.broker_connection_retry_on_startup = True
app.conf.worker_send_task_events = False


@app.task
def count_up(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s + 1", [number])
        cursor.fetchone()
    cache.set(f"counted:{number}", True)


@app.task
def fail():
    raise ValueError("the task broke")


@app.task(bind=True, max_retries=1)
def try_twice(self):
    if self.request.retries == 0:
        raise self.retry(exc=ValueError("not yet"), countdown=0)


@app.task
def hand_on():
    count_up.delay(4)
