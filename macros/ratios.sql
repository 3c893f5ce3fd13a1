{#- numerator / denominator as a decimal fraction; null where the denominator is zero or null. -#}
{% macro safe_ratio(numerator, denominator) -%}
    cast(
        cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0)
        as decimal(18, 8)
    )
{%- endmacro %}


{#- How far a target was reached, 1 for just reached. Higher is better: actual / target. Lower is
    better: target / actual, so that half the target gives 2; of a target of zero, nothing left gives
    1 and anything left gives 0. On target: 1 less the share by which it was missed. Null where there
    is no share to reach: a target below zero, or of zero unless lower is better; and a lower-is-better
    actual of zero or below. -#}
{% macro attainment_rate(actual, target, direction_code) -%}
    case
        when {{ direction_code }} = 'higher_is_better' and {{ target }} > 0
            then {{ safe_ratio(actual, target) }}
        when {{ direction_code }} = 'lower_is_better' and {{ target }} = 0 and {{ actual }} = 0
            then cast(1 as decimal(18, 8))
        when {{ direction_code }} = 'lower_is_better' and {{ target }} >= 0 and {{ actual }} > 0
            then {{ safe_ratio(target, actual) }}
        when {{ direction_code }} = 'on_target' and {{ target }} > 0
            then cast(
                1 - {{ safe_ratio("abs(" ~ actual ~ " - " ~ target ~ ")", target) }}
                as decimal(18, 8)
            )
    end
{%- endmacro %}
