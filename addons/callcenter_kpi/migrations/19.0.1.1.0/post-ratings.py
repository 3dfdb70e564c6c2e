def migrate(cr, version):
    """Scores went from 1 to 5 and go from 0 to 100 now; ratings given before the key was kept stay as they are."""
    if not version:
        return
    cr.execute("UPDATE callcenter_call SET rated_key = rating_key WHERE rating_level_id IS NOT NULL")
    cr.execute("SELECT max(score) <= 5 FROM callcenter_rating_level")
    if cr.fetchone()[0]:
        for table, column, rated in (
            ("callcenter_rating_level", "score", "TRUE"),
            ("callcenter_call", "rating_score", "rating_level_id IS NOT NULL"),
        ):
            cr.execute(f"UPDATE {table} SET {column} = 25 * (greatest({column}, 1) - 1) WHERE {rated}")
