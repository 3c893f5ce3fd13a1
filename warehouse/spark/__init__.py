"""The same dbt project on Apache Spark: what is around it there."""
