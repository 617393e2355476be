"""People of co-hosts: they lead nothing, and see of a campaign what concerns their organisation."""
